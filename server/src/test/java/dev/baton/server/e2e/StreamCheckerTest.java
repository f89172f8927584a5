package dev.baton.server.e2e;

import static dev.baton.server.e2e.Frames.error;
import static dev.baton.server.e2e.Frames.frame;
import static dev.baton.server.e2e.Frames.historyReset;
import static dev.baton.server.e2e.Frames.message;
import static dev.baton.server.e2e.Frames.part;
import static dev.baton.server.e2e.Frames.previewReset;
import static dev.baton.server.e2e.Frames.queue;
import static dev.baton.server.e2e.Frames.retry;
import static dev.baton.server.e2e.Frames.status;
import static dev.baton.server.e2e.Frames.synced;
import static dev.baton.server.e2e.Frames.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StreamCheckerTest {

  private static final String SNAPSHOT =
      frame(user(1, 2), queue(), status("running"), part(2, 1, 1, "Hel"), synced(2, 1, 1));
  private static final String MORE = frame(part(Frames.WORKER, 2, 1, 3, 2, "lo, wor"));
  private static final String COMMIT =
      frame(
          message(2, 5, "assistant", "Hello, world"),
          status("waiting"),
          previewReset(),
          synced(5, 0, 0));

  private final StreamChecker checker = new StreamChecker(new Transcript());

  @BeforeEach
  void open() {
    checker.open(StreamView.EMPTY, new Resume.Beginning());
  }

  @Test
  void a_whole_turn_is_accepted_and_shown() {
    receive(SNAPSHOT, MORE);
    assertThat(checker.view().preview().text()).isEqualTo("Hello, wor");
    assertThat(checker.view().cursor()).hasValue(Cursor.of(2, 1, 3));

    receive(COMMIT);
    assertThat(checker.isSettled()).isTrue();
    assertThat(checker.view().isAtRest()).isTrue();
    assertThat(checker.view().preview()).isEqualTo(Preview.NONE);
    assertThat(checker.view().timeline())
        .extracting(Event.Message::text)
        .containsExactly("question 1", "Hello, world");
  }

  @Test
  void a_client_that_comes_back_gets_what_it_lacks() {
    receive(SNAPSHOT, MORE);
    reopen();
    receive(frame(queue(), status("running"), part(2, 1, 4, "l"), synced(2, 1, 4)), COMMIT);
    assertThat(checker.view().messages()).hasSize(2);
  }

  @Test
  void a_change_that_was_cut_off_may_come_again() {
    receive(SNAPSHOT, frame(message(2, 5, "assistant", "Hello, world")));
    assertThat(checker.isSettled()).isFalse();
    reopen();
    receive(
        frame(
            message(2, 5, "assistant", "Hello, world"),
            queue(),
            status("waiting"),
            previewReset(),
            synced(5, 0, 0)));
    assertThat(checker.view().messages()).hasSize(2);
  }

  @Test
  void a_history_reset_brings_everything_again() {
    receive(SNAPSHOT, COMMIT);
    receive(frame(historyReset()));
    assertThat(checker.view())
        .extracting(StreamView::messages, StreamView::cursor)
        .containsExactly(Collections.emptySortedMap(), Optional.empty());
    receive(frame(user(3, 7), status("running"), previewReset(), synced(7, 0, 0)));
    assertThat(checker.view().messages()).containsOnlyKeys(3L);
  }

  @Test
  void a_retry_keeps_the_preview_until_the_next_attempt() {
    receive(SNAPSHOT, frame(retry(), synced(2, 1, 1)));
    assertThat(checker.view().preview().text()).isEqualTo("Hel");
    assertThat(checker.view().retry()).isPresent();

    receive(frame(previewReset(), synced(2, 2, 0)), frame(part(2, 2, 1, "Hello")));
    assertThat(checker.view().preview().text()).isEqualTo("Hello");
    assertThat(checker.view().retry()).isEmpty();
  }

  @Test
  void a_client_with_only_messages_keeps_those() {
    receive(SNAPSHOT, COMMIT);
    var resume = new Resume.AfterMessage(1);
    checker.open(checker.view(), resume);
    receive(
        frame(
            message(2, 5, "assistant", "Hello, world"),
            queue(),
            status("waiting"),
            previewReset(),
            synced(5, 0, 0)));
    assertThat(checker.view().messages()).containsOnlyKeys(1L, 2L);
  }

  @Test
  void a_breach_tells_what_led_to_it() {
    receive(SNAPSHOT);
    assertThatThrownBy(() -> receive(frame(part(2, 1, 7, "?"))))
        .hasMessageContainingAll("part 7 to 7 after 1", "open Beginning", SNAPSHOT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaches")
  void each_breach_is_caught(String rule, List<String> frames) {
    var last = frames.size() - 1;
    frames.subList(0, last).forEach(checker::frame);
    assertThatThrownBy(() -> checker.frame(frames.get(last)))
        .isInstanceOf(Breach.class)
        .hasMessageContaining(rule);
  }

  static Stream<Arguments> breaches() {
    return Stream.of(
        breach("not JSON", "[{]"),
        breach("not an array", "{}"),
        breach("not an array", "[]"),
        breach("257 events", frame(Collections.nCopies(257, queue()).toArray(String[]::new))),
        breach("bytes and several events", frame(user(1, 2), huge())),
        breach("unknown type", frame("{\"type\":\"ping\"}")),
        breach("chat_id", frame("{\"type\":\"preview_reset\",\"chat_id\":\"c\"}")),
        breach("no number seq", SNAPSHOT, frame(synced(2, 1, 1).replace("\"seq\":1", "\"s\":1"))),
        breach("unknown status", frame(queue(), status("pending"))),
        breach("does not begin with the queue", frame(user(1, 2), synced(2, 0, 0))),
        breach("does not begin with the queue", frame(queue(), synced(2, 0, 0))),
        breach("MESSAGE after QUEUE", frame(queue(), user(1, 2))),
        breach("QUEUE after STATUS", frame(status("waiting"), queue())),
        breach("STATUS after PREVIEW_RESET", SNAPSHOT, frame(previewReset(), status("waiting"))),
        breach("MESSAGE after PREVIEW_RESET", SNAPSHOT, frame(previewReset(), user(2, 5))),
        breach("STATUS after RETRY", SNAPSHOT, frame(retry(), status("running"))),
        breach("PREVIEW_RESET twice", SNAPSHOT, frame(previewReset(), previewReset())),
        breach("message 1 again", SNAPSHOT, frame(user(1, 2))),
        breach("message 1 again", frame(user(1, 2), user(1, 2))),
        breach("message 2 after 3", frame(user(3, 2), user(2, 2))),
        breach("all of version 2 had been told", SNAPSHOT, frame(user(2, 2))),
        breach("after a message of revision 5", SNAPSHOT, frame(user(2, 5), synced(4, 0, 0))),
        breach("synced goes back", SNAPSHOT, frame(previewReset(), synced(1, 3, 0))),
        breach("part 3 to 3 after 1", SNAPSHOT, frame(part(2, 1, 3, "lo"))),
        breach("part 1 to 1 after 1", SNAPSHOT, frame(part(2, 1, 1, "Hel"))),
        breach("part 1 to 2 after 1", SNAPSHOT, frame(part(Frames.WORKER, 2, 1, 2, 2, "Hello"))),
        breach("part 2 to 2 after 0", SNAPSHOT, reset(), frame(part(2, 2, 2, "lo"))),
        breach("a part of 2/2 after synced", SNAPSHOT, frame(part(2, 2, 1, "lo"))),
        breach(
            "without a preview_reset",
            SNAPSHOT,
            frame(status("interrupting"), part(3, 1, 1, "x"), synced(3, 1, 1))),
        breach("a part in status «»", frame(queue(), part(2, 1, 1, "x"))),
        breach(
            "a part in status «waiting»",
            frame(queue(), status("waiting"), synced(2, 1, 0)),
            frame(part(2, 1, 1, "x"))),
        breach("worker w2", SNAPSHOT, frame(part("w2", 2, 1, 2, 1, "lo"))),
        breach(
            "an attempt that has failed",
            SNAPSHOT,
            frame(retry(), synced(2, 1, 1)),
            frame(part(2, 1, 2, "lo"))),
        breach(
            "an attempt that has failed",
            frame(queue(), status("running"), retry(), part(2, 1, 1, "Hel"))),
        breach(
            "an attempt that has failed",
            SNAPSHOT,
            frame(
                message(2, 5, "assistant", "Hello"), retry(), previewReset(), part(5, 1, 1, "x"))),
        breach("but shown was", SNAPSHOT, frame(message(2, 5, "assistant", "Hi"))),
        breach("but shown was", SNAPSHOT, frame(message(2, 5, "assistant", "He"))),
        breach("but shown is 2/1/1", SNAPSHOT, frame(user(2, 5), synced(5, 0, 0))),
        breach("but shown is 2/1/1", SNAPSHOT, frame(synced(2, 1, 2))),
        breach("without a part of it", frame(queue(), status("running"), synced(2, 1, 1))),
        breach("status error with", SNAPSHOT, frame(status("error"), synced(2, 1, 1))),
        breach("status running with", SNAPSHOT, frame(error(), synced(2, 1, 1))),
        breach(
            "status requires_action", SNAPSHOT, frame(status("requires_action"), synced(2, 1, 1))));
  }

  @Test
  void what_the_cursor_covers_must_not_come_again() {
    receive(SNAPSHOT, MORE);
    reopen();
    assertBreach("message 1 again", frame(user(1, 2)));
    reopen();
    assertBreach("part 1 to 1 after 3", frame(queue(), status("running"), part(2, 1, 1, "Hel")));
    reopen();
    assertBreach("part 5 to 5 after 3", frame(queue(), status("running"), part(2, 1, 5, "!")));
    reopen();
    assertBreach("but shown is 2/1/3", frame(queue(), status("running"), synced(2, 1, 0)));
  }

  @Test
  void what_is_stored_must_be_shown() {
    receive(SNAPSHOT, MORE, COMMIT);
    var messages = checker.view().timeline();
    var chat = "{\"status\":\"waiting\",\"history_version\":5,\"generation_attempt\":0}";
    var queued = Wire.parse("{\"id\":1}");

    assertThat(stored(chat, messages).difference(checker.view())).isEmpty();
    assertDiffers("messages", stored(chat, messages.subList(0, 1)));
    assertDiffers("queue", new StoredChat(Wire.parse(chat), messages, List.of(queued)));
    assertDiffers("status", stored(chat.replace("waiting", "running"), messages));
    assertDiffers("error", stored(chat.replace("{", "{\"last_error\":{},"), messages));
    assertDiffers("episode", stored(chat.replace("5", "6"), messages));
  }

  @Test
  void nothing_is_shown_beside_the_timeline_when_the_chat_waits() {
    receive(SNAPSHOT, frame(status("waiting"), synced(2, 1, 1)));
    var chat = "{\"status\":\"waiting\",\"history_version\":2,\"generation_attempt\":1}";
    assertDiffers("still shown", stored(chat, checker.view().timeline()));
  }

  private static StoredChat stored(String chat, List<Event.Message> messages) {
    return new StoredChat(Wire.parse(chat), messages, List.of());
  }

  private void assertDiffers(String what, StoredChat stored) {
    assertThat(stored.difference(checker.view())).get().asString().contains(what);
  }

  private void assertBreach(String rule, String frame) {
    assertThatThrownBy(() -> receive(frame)).isInstanceOf(Breach.class).hasMessageContaining(rule);
  }

  private void reopen() {
    checker.open(checker.view(), checker.view().resume());
  }

  private void receive(String... frames) {
    for (String frame : frames) {
      checker.frame(frame);
    }
  }

  private static Arguments breach(String rule, String... frames) {
    return arguments(rule, List.of(frames));
  }

  private static String reset() {
    return frame(previewReset(), synced(2, 2, 0));
  }

  private static String huge() {
    return message(2, 2, "user", "x".repeat(StreamChecker.MOST_BYTES));
  }
}
