package dev.baton.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatId;
import dev.baton.chat.WorkerId;
import dev.baton.parts.EpisodeLog;
import dev.baton.parts.LocalParts;
import dev.baton.parts.PartsConfig;
import dev.baton.pubsub.Hint;
import dev.baton.relay.LocalOnly;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamCursor.Position;
import dev.baton.time.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatFeedsTest {

  private static final StreamCursor BEGINNING = new StreamCursor.Beginning();

  private final VirtualScheduler time = new VirtualScheduler();
  private final FakeStreamStore store = new FakeStreamStore();
  private final FakeBus bus = new FakeBus();
  private final FakeLoop loop = new FakeLoop();
  private final LocalParts parts = new LocalParts(PartsConfig.DEFAULTS, time, () -> true);
  private final WorkerId worker = WorkerId.random();
  private final ChatFeeds feeds =
      new ChatFeeds(store, new LocalOnly(parts, worker::equals), bus, time, () -> loop);
  private final FakeChat chat = store.add(new FakeChat("hello"));
  private final FakeSink sink = new FakeSink();

  @BeforeEach
  void start() {
    feeds.start();
  }

  private ChatStream open(FakeSink to, StreamCursor cursor) {
    var stream = feeds.open(chat.id, cursor, to);
    loop.runAll();
    return stream;
  }

  private void hint() {
    bus.publish(chat.hint());
    loop.runAll();
  }

  private EpisodeLog beginAttempt() {
    chat.acquire(worker);
    var log = parts.open(chat.beginAttempt(), worker);
    hint();
    return log;
  }

  private void say(EpisodeLog log, String... deltas) {
    for (String delta : deltas) {
      log.text(delta);
    }
    loop.runAll();
  }

  private void advance(Duration by) {
    time.advance(by);
    loop.runAll();
  }

  // Joining

  @Test
  void a_new_watcher_is_told_everything_in_one_frame() {
    var log = beginAttempt();
    say(log, "Hello", ", how ", "are");
    feeds.open(chat.id, BEGINNING, sink);
    loop.runAll();
    assertThat(sink.frames()).isEqualTo(1);
    assertThat(sink.told())
        .containsExactly(
            "message hello",
            "queue_update 0",
            "status running",
            "part 1..3 Hello, how are",
            "synced 1.1.3");
  }

  @Test
  void a_watcher_that_comes_back_is_told_only_what_it_lacks() {
    var log = beginAttempt();
    say(log, "a", "b", "c");
    open(sink, new Position(1, 1, 2));
    assertThat(sink.told())
        .containsExactly("queue_update 0", "status running", "part 3 c", "synced 1.1.3");
  }

  @Test
  void a_watcher_whose_episode_is_over_is_told_the_message_before_its_preview_is_reset() {
    chat.acquire(worker);
    chat.beginAttempt();
    var before = chat.versions();
    chat.commitStep("step", true);
    open(sink, new Position(before.history(), before.attempt(), 9));
    assertThat(sink.told())
        .containsExactly(
            "message step", "queue_update 0", "status running", "preview_reset", "synced 4.1.0");
  }

  @Test
  void a_part_that_never_was_voids_the_cursor() {
    var log = beginAttempt();
    say(log, "a");
    open(sink, new Position(1, 1, 2));
    assertThat(sink.told())
        .containsExactly(
            "history_reset",
            "message hello",
            "queue_update 0",
            "status running",
            "part 1 a",
            "synced 1.1.1");
  }

  @Test
  void a_cursor_is_judged_when_the_parts_turn_up_after_the_watcher() {
    chat.acquire(worker);
    var episode = chat.beginAttempt();
    open(sink, new Position(1, 1, 7));
    assertThat(sink.told()).containsExactly("queue_update 0", "status running", "synced 1.1.7");
    parts.open(episode, worker);
    loop.runAll();
    assertThat(sink.told())
        .containsExactly(
            "history_reset", "message hello", "queue_update 0", "status running", "synced 1.1.0");
  }

  @Test
  void joiners_that_lack_the_same_share_one_read() {
    store.hold();
    var sinks = new ArrayList<FakeSink>();
    for (int i = 0; i < 10; i++) {
      sinks.add(new FakeSink());
      feeds.open(chat.id, BEGINNING, sinks.getLast());
    }
    loop.runAll();
    store.answerAll();
    assertThat(store.reads()).isEqualTo(2);
    assertThat(sinks)
        .allSatisfy(each ->
            assertThat(each.told())
                .containsExactly(
                    "message hello", "queue_update 0", "status running", "synced 1.0.0"));
  }

  @Test
  void a_chat_that_is_not_there_closes_its_stream() {
    var stranger = new FakeSink();
    feeds.open(ChatId.random(), BEGINNING, stranger);
    loop.runAll();
    assertThat(stranger.closed()).contains(CloseCode.NORMAL);
    assertThat(feeds.watchers()).isZero();
  }

  // Living

  @Test
  void parts_flow_without_a_read() {
    open(sink, BEGINNING);
    var log = beginAttempt();
    sink.take();
    int reads = store.reads();
    say(log, "a", "b");
    say(log, "c");
    assertThat(sink.told()).containsExactly("part 1..2 ab", "part 3 c");
    assertThat(store.reads()).isEqualTo(reads);
    assertThat(sink.resume()).isEqualTo(new Position(1, 1, 3));
  }

  @Test
  void a_commit_reaches_all_watchers_by_one_read() {
    var other = new FakeSink();
    open(sink, BEGINNING);
    open(other, BEGINNING);
    sink.take();
    other.take();
    int reads = store.reads();
    chat.commitStep("step", false);
    hint();
    assertThat(sink.told()).containsExactly("message step", "preview_reset", "synced 2.0.0");
    assertThat(other.told()).containsExactly("message step", "preview_reset", "synced 2.0.0");
    assertThat(store.reads()).isEqualTo(reads + 1);
  }

  @Test
  void the_last_parts_of_an_episode_are_told_before_its_message() {
    open(sink, BEGINNING);
    var log = beginAttempt();
    sink.take();
    log.text("done");
    chat.finishTurn("done");
    hint();
    assertThat(sink.told())
        .containsExactly(
            "part 1 done", "message done", "status waiting", "preview_reset", "synced 4.0.0");
  }

  @Test
  void a_part_is_told_only_after_the_status_of_its_episode() {
    open(sink, BEGINNING);
    sink.take();
    chat.acquire(worker);
    var log = parts.open(chat.beginAttempt(), worker);
    say(log, "early");
    assertThat(sink.told()).isEmpty();
    hint();
    assertThat(sink.told())
        .containsExactly("status running", "preview_reset", "synced 1.1.0", "part 1 early");
  }

  @Test
  void an_episode_whose_log_is_opened_late_is_told_when_it_is() {
    open(sink, BEGINNING);
    chat.acquire(worker);
    var episode = chat.beginAttempt();
    hint();
    sink.take();
    var log = parts.open(episode, worker);
    say(log, "late");
    assertThat(sink.told()).containsExactly("part 1 late");
  }

  @Test
  void a_failed_attempt_says_nothing_more_and_the_next_begins_anew() {
    open(sink, BEGINNING);
    var log = beginAttempt();
    say(log, "a");
    sink.take();
    chat.recordRetry();
    hint();
    say(log, "b");
    assertThat(sink.told()).containsExactly("retry", "synced 1.1.1");
    var next = parts.open(chat.beginAttempt(), worker);
    hint();
    say(next, "c");
    assertThat(sink.told()).containsExactly("preview_reset", "synced 1.2.0", "part 1 c");
  }

  @Test
  void parts_of_a_failed_attempt_are_not_told_to_newcomers() {
    var log = beginAttempt();
    say(log, "a");
    chat.recordRetry();
    open(sink, BEGINNING);
    assertThat(sink.told())
        .containsExactly(
            "message hello", "queue_update 0", "status running", "retry", "synced 1.1.0");
  }

  @Test
  void an_interrupted_attempt_goes_on_until_it_is_committed() {
    open(sink, BEGINNING);
    var log = beginAttempt();
    say(log, "a");
    chat.interrupt();
    hint();
    sink.take();
    say(log, "b");
    assertThat(sink.told()).containsExactly("part 2 b");
  }

  @Test
  void parts_that_cannot_be_had_are_dropped_from_view() {
    chat.acquire(worker);
    chat.beginAttempt();
    open(sink, new Position(1, 1, 7));
    assertThat(sink.told()).endsWith("synced 1.1.7");
    chat.release();
    chat.acquire(WorkerId.random());
    hint();
    assertThat(sink.told())
        .containsExactly("status running", "synced 1.1.7", "preview_reset", "synced 1.1.0");
  }

  @Test
  void an_edit_resets_the_history() {
    open(sink, BEGINNING);
    sink.take();
    chat.edit(chat.messages().getFirst().id(), "better");
    hint();
    assertThat(sink.told())
        .containsExactly("history_reset", "message better", "preview_reset", "synced 2.0.0");
  }

  @Test
  void messages_up_to_the_cursor_are_not_told_again_unless_they_change() {
    chat.send("second");
    long first = chat.messages().getFirst().id();
    open(sink, new StreamCursor.AfterMessage(first));
    assertThat(sink.told())
        .containsExactly(
            "message second", "queue_update 0", "status running", "preview_reset", "synced 2.0.0");
    chat.revise(first, "hello again");
    hint();
    assertThat(sink.told()).containsExactly("message hello again", "preview_reset", "synced 3.0.0");
  }

  // Hints

  @Test
  void a_hint_during_a_read_causes_one_more() {
    open(sink, BEGINNING);
    sink.take();
    int reads = store.reads();
    store.hold();
    chat.commitStep("one", false);
    hint();
    store.open().getFirst().look();
    chat.commitStep("two", false);
    hint();
    chat.commitStep("three", false);
    hint();
    assertThat(store.open()).hasSize(1);
    store.answerAll();
    assertThat(store.reads()).isEqualTo(reads + 2);
    assertThat(sink.told())
        .containsExactly(
            "message one",
            "preview_reset",
            "synced 2.0.0",
            "message two",
            "message three",
            "preview_reset",
            "synced 4.0.0");
  }

  @Test
  void a_hint_that_says_nothing_new_causes_no_read() {
    open(sink, BEGINNING);
    int reads = store.reads();
    hint();
    chat.retitle();
    hint();
    assertThat(store.reads()).isEqualTo(reads);
  }

  @Test
  void a_lost_hint_is_made_up_for_within_a_second() {
    open(sink, BEGINNING);
    sink.take();
    chat.enqueue("later");
    advance(Duration.ofSeconds(1));
    assertThat(sink.told()).containsExactly("queue_update 1", "synced 1.0.0");
  }

  @Test
  void a_resync_of_the_bus_compares_at_once() {
    open(sink, BEGINNING);
    sink.take();
    chat.enqueue("later");
    bus.resync();
    loop.runAll();
    assertThat(sink.told()).containsExactly("queue_update 1", "synced 1.0.0");
  }

  @Test
  void a_deleted_chat_closes_its_streams() {
    open(sink, BEGINNING);
    store.delete(chat.id);
    bus.publish(chat.hint(Hint.Kind.DELETED));
    loop.runAll();
    assertThat(sink.closed()).contains(CloseCode.NORMAL);
  }

  @Test
  void a_deletion_that_was_not_hinted_at_is_noticed() {
    open(sink, BEGINNING);
    store.delete(chat.id);
    advance(Duration.ofSeconds(1));
    assertThat(sink.closed()).contains(CloseCode.NORMAL);
  }

  // Trouble

  @Test
  void a_failed_read_is_tried_again_with_growing_pauses() {
    store.hold();
    open(sink, BEGINNING);
    for (int pause : List.of(100, 200, 400, 800)) {
      store.open().getFirst().fail();
      advance(Duration.ofMillis(pause - 1));
      assertThat(store.open()).isEmpty();
      advance(Duration.ofMillis(1));
      assertThat(store.open()).hasSize(1);
    }
    store.answerAll();
    assertThat(sink.told()).endsWith("synced 1.0.0");
    assertThat(sink.closed()).isEmpty();
  }

  @Test
  void after_five_failures_watchers_are_sent_away() {
    store.hold();
    open(sink, BEGINNING);
    for (int i = 0; i < 5; i++) {
      store.open().getFirst().fail();
      advance(Duration.ofSeconds(1));
    }
    assertThat(sink.closed()).contains(CloseCode.INTERNAL);
    assertThat(feeds.watchers()).isZero();
    var again = new FakeSink();
    store.answerAll();
    open(again, BEGINNING);
    assertThat(again.told()).endsWith("synced 1.0.0");
  }

  @Test
  void a_watcher_that_left_during_its_read_is_told_nothing() {
    store.hold();
    var stream = open(sink, BEGINNING);
    stream.leave();
    loop.runAll();
    store.answerAll();
    assertThat(sink.frames()).isZero();
    assertThat(feeds.watchers()).isZero();
  }

  // Slow sockets

  @Test
  void a_slow_socket_gets_its_parts_merged_when_it_has_drained() {
    open(sink, BEGINNING);
    var log = beginAttempt();
    sink.take();
    sink.fill();
    say(log, "a");
    say(log, "b");
    say(log, "c");
    assertThat(sink.frames()).isZero();
    sink.drain();
    loop.runAll();
    assertThat(sink.told()).containsExactly("part 1..3 abc");
  }

  @Test
  void a_socket_that_was_full_at_a_change_joins_again_from_where_it_stood() {
    open(sink, BEGINNING);
    var log = beginAttempt();
    say(log, "a");
    sink.take();
    sink.fill();
    say(log, "b");
    chat.commitStep("ab", false);
    hint();
    chat.enqueue("later");
    hint();
    assertThat(sink.frames()).isZero();
    sink.drain();
    loop.runAll();
    assertThat(sink.told())
        .containsExactly(
            "message ab", "queue_update 1", "status running", "preview_reset", "synced 4.0.0");
  }

  @Test
  void a_slow_socket_holds_up_nobody_else() {
    var slow = new FakeSink();
    open(slow, BEGINNING);
    open(sink, BEGINNING);
    var log = beginAttempt();
    slow.take();
    sink.take();
    slow.fill();
    say(log, "a");
    chat.finishTurn("a");
    hint();
    assertThat(sink.told())
        .containsExactly(
            "part 1 a", "message a", "status waiting", "preview_reset", "synced 4.0.0");
    assertThat(slow.frames()).isZero();
  }

  @Test
  void a_full_socket_that_drains_twice_joins_once() {
    open(sink, BEGINNING);
    sink.take();
    sink.fill();
    chat.enqueue("later");
    hint();
    store.hold();
    sink.drain();
    sink.drain();
    loop.runAll();
    store.answerAll();
    assertThat(sink.told()).containsExactly("queue_update 1", "status running", "synced 1.0.0");
  }

  // Parting

  @Test
  void a_feed_ends_with_its_last_watcher() {
    var other = new FakeSink();
    var stream = open(sink, BEGINNING);
    var second = open(other, BEGINNING);
    assertThat(feeds.watchers()).isEqualTo(2);
    stream.leave();
    stream.leave();
    loop.runAll();
    assertThat(feeds.watchers()).isEqualTo(1);
    second.leave();
    loop.runAll();
    int reads = store.reads();
    chat.enqueue("later");
    hint();
    advance(Duration.ofSeconds(3));
    assertThat(store.reads()).isEqualTo(reads);
  }

  @Test
  void a_watcher_that_opens_while_the_last_one_leaves_is_served() {
    var stream = open(sink, BEGINNING);
    stream.leave();
    var next = new FakeSink();
    open(next, BEGINNING);
    assertThat(next.told()).endsWith("synced 1.0.0");
    chat.enqueue("later");
    hint();
    assertThat(next.told()).containsExactly("queue_update 1", "synced 1.0.0");
  }

  @Test
  void a_stream_is_closed_once_with_the_code_it_is_given() {
    var stream = open(sink, BEGINNING);
    stream.close(CloseCode.ACCESS_LOST, "signed out");
    stream.close(CloseCode.NORMAL, "again");
    loop.runAll();
    assertThat(sink.closed()).contains(CloseCode.ACCESS_LOST);
    assertThat(feeds.watchers()).isZero();
  }

  @Test
  void watchers_are_sent_away_evenly_over_a_second() {
    var sinks = new ArrayList<FakeSink>();
    for (int i = 0; i < 4; i++) {
      sinks.add(new FakeSink());
      open(sinks.getLast(), BEGINNING);
    }
    var done = feeds.closeAll(CloseCode.RESTARTING, "restart", Duration.ofSeconds(1));
    var closed = new ArrayList<Long>();
    for (int i = 0; i < 4; i++) {
      advance(Duration.ofMillis(i == 0 ? 0 : 250));
      closed.add(sinks.stream().filter(each -> each.closed().isPresent()).count());
    }
    assertThat(closed).containsExactly(1L, 2L, 3L, 4L);
    assertThat(done.isComplete()).isFalse();
    advance(Duration.ofMillis(250));
    assertThat(done.succeeded()).isTrue();
  }

  @Test
  void stopping_leaves_no_timer_behind() {
    feeds.stop();
    feeds.stop();
    assertThat(time.pending()).isZero();
  }

  @Test
  void a_change_that_only_the_comparison_sees_counts_as_a_lost_hint() {
    open(sink, BEGINNING);
    chat.acquire(worker);
    hint();
    advance(Duration.ofSeconds(1));
    assertThat(feeds.lostHints()).isZero();

    chat.beginAttempt();
    advance(Duration.ofSeconds(3));
    assertThat(feeds.lostHints()).isEqualTo(1);
  }

  @Test
  void the_lag_is_that_of_the_slowest_watcher() {
    var log = beginAttempt();
    var slow = new FakeSink();
    open(sink, BEGINNING);
    open(slow, BEGINNING);
    slow.fill();
    say(log, "a", "b", "c");
    assertThat(lag()).isEqualTo(3);
    slow.drain();
    loop.runAll();
    assertThat(lag()).isZero();
    assertThat(feeds.sentParts()).isEqualTo(6);
  }

  private long lag() {
    var lag = feeds.lag();
    loop.runAll();
    return lag.result();
  }
}
