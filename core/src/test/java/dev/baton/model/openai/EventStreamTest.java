package dev.baton.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  private static final byte[] STREAM =
      """
      : comment
      id: 7
      data: {"text": "größer 😀"}

      event: error
      data:first
      data:  second

      retry: 10

      data: crlf\r
      \r
      data: last\
      """
          .getBytes(StandardCharsets.UTF_8);

  private static final List<String> EVENTS =
      List.of("|{\"text\": \"größer 😀\"}", "error|first\n second", "|crlf", "|last");

  private static List<String> read(byte[]... pieces) {
    var events = new ArrayList<String>();
    var stream = new EventStream((name, data) -> events.add(name + "|" + data));
    for (var piece : pieces) {
      stream.feed(piece);
    }
    stream.end();
    return events;
  }

  @Test
  void events_are_the_same_wherever_the_bytes_are_split() {
    assertThat(read(STREAM)).isEqualTo(EVENTS);
    for (int at = 0; at <= STREAM.length; at++) {
      assertThat(
              read(
                  Arrays.copyOfRange(STREAM, 0, at), Arrays.copyOfRange(STREAM, at, STREAM.length)))
          .as("split at %d", at)
          .isEqualTo(EVENTS);
    }
  }

  @Test
  void bytes_may_come_one_by_one() {
    var events = new ArrayList<String>();
    var stream = new EventStream((name, data) -> events.add(name + "|" + data));
    for (byte one : STREAM) {
      stream.feed(new byte[] {one});
    }
    stream.end();

    assertThat(events).isEqualTo(EVENTS);
  }

  @Test
  void an_event_is_told_as_soon_as_its_blank_line_is_there() {
    var events = new ArrayList<String>();
    var stream = new EventStream((_, data) -> events.add(data));
    stream.feed("data: a\n".getBytes(StandardCharsets.UTF_8));
    assertThat(events).isEmpty();
    stream.feed("\n".getBytes(StandardCharsets.UTF_8));

    assertThat(events).containsExactly("a");
  }

  @Test
  void a_line_without_end_is_refused() {
    var stream = new EventStream((_, _) -> {});
    var mebibyte = new byte[1 << 20];
    for (int i = 0; i < 16; i++) {
      stream.feed(mebibyte);
    }

    assertThatThrownBy(() -> stream.feed(mebibyte)).hasMessageContaining("16 MiB");
  }
}
