package dev.baton.bench.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

  private final List<String> heard = new ArrayList<>();
  private final FrameReader reader = new FrameReader();

  private final StreamEvents events =
      new StreamEvents() {
        @Override
        public void onPart(PartRange range, Stamps stamps) {
          var text = new StringBuilder("part " + range.firstSeq() + "-" + range.seq());
          for (int i = 0; i < stamps.size(); i++) {
            text.append(" ").append(stamps.moment(i)).append("+").append(stamps.delay(i));
          }
          heard.add(text.toString());
        }

        @Override
        public void onStatus(String status) {
          heard.add(status);
        }

        @Override
        public void onReset() {
          heard.add("reset");
        }

        @Override
        public void onSynced(Position position) {
          heard.add("synced " + position.query());
        }
      };

  private void read(String frame) throws IOException {
    reader.read(frame.getBytes(UTF_8), events);
  }

  @Test
  void all_events_of_a_frame_are_told_in_order() throws IOException {
    read(
        """
        [{"type":"message","message":{"id":7,"status":"no","content":[{"type":"text"}]}},
         {"type":"status","status":"running","worker_id":"6f"},
         {"type":"message_part","worker_id":"6f","history_version":4,"generation_attempt":1,
          "seq":12,"count":12,"role":"assistant","part":{"type":"text","text":"Hello"}},
         {"type":"preview_reset"},
         {"type":"synced","history_version":4,"generation_attempt":1,"seq":12}]
        """);

    assertThat(heard)
        .containsExactly(
            "running",
            "part 1-12",
            "reset",
            "synced ?history_version=4&generation_attempt=1&seq=12");
  }

  @Test
  void a_part_without_a_count_is_one() throws IOException {
    read(
        "[{\"type\":\"message_part\",\"seq\":3,\"count\":3},{\"type\":\"message_part\",\"seq\":4}]");

    assertThat(heard).containsExactly("part 1-3", "part 4-4");
  }

  @Test
  void the_stamps_of_merged_parts_are_all_found() throws IOException {
    read(
        """
        [{"type":"message_part","seq":3,"count":3,"part":{"type":"text",\
        "text":"1763728345123456789/0 xxxx1763728345163456789/1200 xxxx1763728345203456789/7 xxxx"}}]
        """);

    assertThat(heard)
        .containsExactly(
            "part 1-3 1763728345123456789+0 1763728345163456789+1200 1763728345203456789+7");
  }

  @Test
  void text_without_stamps_has_none() throws IOException {
    read("[{\"type\":\"message_part\",\"seq\":1,\"part\":{\"text\":\"on 5 of 12 and/or\"}}]");

    assertThat(heard).containsExactly("part 1-1");
  }

  @Test
  void what_is_no_frame_is_refused() {
    assertThatThrownBy(() -> read("{}")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("[{\"type\":")).isInstanceOf(IOException.class);
  }
}
