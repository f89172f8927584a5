package dev.baton.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatStatus;
import dev.baton.chat.Part;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamCursor.Position;
import dev.baton.store.StreamRead;
import dev.baton.store.StreamRow;
import dev.baton.stream.StreamLogic.Join;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StreamLogicTest {

  private final WorkerId worker = WorkerId.random();
  private final FakeChat chat = new FakeChat("hello");

  private Told told() {
    return Told.of(chat.row());
  }

  private StreamRead since(Told told) {
    return chat.read(Optional.of(told.row().versions()), Optional.empty());
  }

  private List<String> change(Told told) {
    return names(StreamLogic.change(told, since(told)).events());
  }

  private static List<String> names(List<StreamEvent> events) {
    return events.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  private Join join(StreamCursor cursor, Supply supply) {
    var read = chat.read(Optional.empty(), Optional.of(cursor));
    return StreamLogic.join(
        told(), read.joining().orElseThrow(), read.queue().orElseThrow(), cursor, supply);
  }

  private Join.Snapshot snapshot(StreamCursor cursor, Supply supply) {
    return (Join.Snapshot) join(cursor, supply);
  }

  @Nested
  class AHint {

    private final Versions mine = new Versions(10, 5, 4, 3, 2);
    private final Told told = Told.of(row(mine, ChatStatus.RUNNING));

    private StreamRow row(Versions versions, ChatStatus status) {
      return new StreamRow(
          chat.id,
          chat.owner,
          status,
          false,
          Optional.of(worker),
          versions,
          Optional.empty(),
          Optional.empty(),
          List.of());
    }

    private boolean isWorthReading(Versions theirs) {
      return isWorthReading(theirs, ChatStatus.RUNNING, Optional.of(worker));
    }

    private boolean isWorthReading(
        Versions theirs, ChatStatus status, Optional<WorkerId> theirWorker) {
      return StreamLogic.isWorthReading(
          told,
          new Hint(
              Hint.Kind.CHANGED,
              chat.id,
              chat.owner,
              theirs,
              status,
              false,
              theirWorker,
              Optional.empty()));
    }

    @Test
    void that_is_old_is_not_worth_a_read_whatever_it_says() {
      assertThat(isWorthReading(new Versions(9, 9, 9, 9, 9))).isFalse();
      assertThat(isWorthReading(new Versions(10, 9, 9, 9, 9))).isFalse();
    }

    @Test
    void that_is_newer_but_says_nothing_new_is_not_worth_a_read() {
      assertThat(isWorthReading(new Versions(11, 5, 4, 3, 2))).isFalse();
    }

    @Test
    void of_a_newer_history_queue_or_retry_is_worth_a_read() {
      assertThat(isWorthReading(new Versions(11, 11, 4, 3, 0))).isTrue();
      assertThat(isWorthReading(new Versions(11, 5, 11, 3, 2))).isTrue();
      assertThat(isWorthReading(new Versions(11, 5, 4, 11, 2))).isTrue();
    }

    @Test
    void of_another_status_worker_or_attempt_is_worth_a_read() {
      var newer = new Versions(11, 5, 4, 3, 2);
      assertThat(isWorthReading(newer, ChatStatus.INTERRUPTING, Optional.of(worker))).isTrue();
      assertThat(isWorthReading(newer, ChatStatus.RUNNING, Optional.empty())).isTrue();
      assertThat(isWorthReading(new Versions(11, 5, 4, 3, 3))).isTrue();
    }
  }

  @Nested
  class AChange {

    @Test
    void of_everything_is_told_in_the_order_of_the_contract() {
      var before = told();
      chat.enqueue("next");
      chat.acquire(worker);
      chat.beginAttempt();
      chat.recordRetry();
      assertThat(change(before)).containsExactly("Queue", "Status", "Retrying", "PreviewReset");
    }

    @Test
    void to_an_error_is_told_before_the_preview_is_reset() {
      chat.acquire(worker);
      var before = told();
      chat.beginAttempt();
      chat.fail("broken");
      assertThat(change(before)).containsExactly("Status", "Failed", "PreviewReset");
    }

    @Test
    void to_requires_action_names_the_open_calls() {
      chat.acquire(worker);
      var before = told();
      chat.commitStep("ask them", true);
      var calls = List.of(new Part.ToolCall("1", "ask", "{}"));
      chat.requireAction(calls);
      var events = StreamLogic.change(before, since(before)).events();
      assertThat(names(events))
          .containsExactly("Committed", "Status", "ActionRequired", "PreviewReset");
      assertThat(events).contains(new StreamEvent.ActionRequired(calls));
    }

    @Test
    void of_the_history_is_told_message_by_message_and_voids_the_preview() {
      chat.acquire(worker);
      chat.beginAttempt();
      var before = told();
      chat.finishTurn("done");
      assertThat(change(before)).containsExactly("Committed", "Status", "PreviewReset");
    }

    @Test
    void that_deletes_what_was_told_resets_the_history() {
      var before = told();
      chat.edit(chat.messages().getFirst().id(), "better");
      assertThat(change(before)).containsExactly("HistoryReset", "Committed", "PreviewReset");
    }

    @Test
    void that_deletes_what_was_never_told_resets_nothing() {
      var before = told();
      chat.send("first try");
      chat.edit(chat.messages().getLast().id(), "second try");
      assertThat(change(before)).containsExactly("Committed", "PreviewReset");
    }

    @Test
    void that_watchers_do_not_see_is_not_told() {
      var before = told();
      chat.retitle();
      var change = StreamLogic.change(before, since(before));
      assertThat(change.events()).isEmpty();
      assertThat(change.now().row().versions()).isEqualTo(chat.versions());
    }

    @Test
    void that_is_not_newer_is_ignored() {
      var before = told();
      assertThat(StreamLogic.change(before, since(before)).now()).isSameAs(before);
    }

    @Test
    void leaves_an_error_alone_that_was_told_before() {
      chat.fail("broken");
      var before = told();
      chat.enqueue("later");
      assertThat(change(before)).containsExactly("Queue");
    }

    @Test
    void to_a_second_error_is_told_though_the_first_looked_the_same() {
      chat.acquire(worker);
      chat.beginAttempt();
      chat.fail("broken");
      var before = told();
      chat.retryTurn();
      chat.beginAttempt();
      chat.fail("broken");
      assertThat(change(before)).containsExactly("Failed", "PreviewReset");
    }

    @Test
    void to_an_error_without_a_reason_still_says_something() {
      var row = chat.row();
      var failed =
          new StreamRow(
              row.chatId(),
              row.ownerId(),
              ChatStatus.ERROR,
              false,
              Optional.empty(),
              new Versions(99, 1, 0, 0, 0),
              Optional.empty(),
              Optional.empty(),
              List.of());
      var read = new StreamRead(failed, Optional.empty(), Optional.empty(), Optional.empty());
      assertThat(StreamLogic.change(told(), read).events())
          .anySatisfy(event ->
              assertThat(event)
                  .isInstanceOfSatisfying(
                      StreamEvent.Failed.class,
                      it -> assertThat(it.error().message()).isNotBlank()));
    }
  }

  @Nested
  class AnAttempt {

    private Told running() {
      chat.acquire(worker);
      chat.beginAttempt();
      return told();
    }

    @Test
    void is_followed_while_it_runs() {
      assertThat(running().target()).isPresent();
    }

    @Test
    void is_followed_while_it_is_interrupted() {
      var before = running();
      chat.interrupt();
      assertThat(before.next(chat.row()).target()).isEqualTo(before.target());
    }

    @Test
    void that_failed_is_not_followed_until_the_next_begins() {
      var before = running();
      chat.recordRetry();
      var retired = before.next(chat.row());
      assertThat(retired.target()).isEmpty();
      chat.beginAttempt();
      assertThat(retired.next(chat.row()).target()).isPresent();
    }

    @Test
    void stays_retired_though_its_retry_was_called_off() {
      var before = running();
      chat.recordRetry();
      chat.callOffRetry();
      assertThat(before.next(chat.row()).target()).isEmpty();
    }

    @Test
    void that_ended_in_an_error_stays_retired_when_the_turn_is_tried_again() {
      var before = running();
      chat.fail("broken");
      var failed = before.next(chat.row());
      chat.retryTurn();
      chat.acquire(worker);
      assertThat(failed.next(chat.row()).target()).isEmpty();
    }

    @Test
    void that_has_not_begun_is_not_followed() {
      chat.acquire(worker);
      assertThat(told().target()).isEmpty();
    }

    @Test
    void that_nobody_runs_is_not_followed() {
      running();
      chat.release();
      assertThat(told().target()).isEmpty();
    }
  }

  @Nested
  class Somebody {

    private final Supply here = new Supply.Here(5);

    Somebody() {
      chat.acquire(worker);
      chat.beginAttempt();
    }

    private Position now(long seq) {
      return told().at(seq);
    }

    @Test
    void who_is_new_is_told_messages_queue_and_status_and_no_reset() {
      var snapshot = snapshot(new StreamCursor.Beginning(), here);
      assertThat(names(snapshot.durable())).containsExactly("Committed", "Queue", "Status");
      assertThat(snapshot.seq()).isZero();
    }

    @Test
    void who_is_new_is_told_what_is_wrong_at_present() {
      chat.recordRetry();
      assertThat(names(snapshot(new StreamCursor.Beginning(), here).durable()))
          .containsExactly("Committed", "Queue", "Status", "Retrying");
      chat.requireAction(List.of());
      assertThat(names(snapshot(new StreamCursor.Beginning(), here).durable()))
          .containsExactly("Committed", "Queue", "Status", "ActionRequired");
      chat.fail("broken");
      assertThat(names(snapshot(new StreamCursor.Beginning(), here).durable()))
          .containsExactly("Committed", "Queue", "Status", "Failed");
    }

    @Test
    void who_was_here_goes_on_after_the_last_part() {
      var snapshot = snapshot(now(3), here);
      assertThat(names(snapshot.durable())).containsExactly("Queue", "Status");
      assertThat(snapshot.seq()).isEqualTo(3);
    }

    @Test
    void who_missed_a_commit_is_told_it_before_the_preview_is_reset() {
      var cursor = now(3);
      chat.commitStep("step", true);
      var snapshot = snapshot(cursor, here);
      assertThat(names(snapshot.durable()))
          .containsExactly("Committed", "Queue", "Status", "PreviewReset");
      assertThat(snapshot.seq()).isZero();
    }

    @Test
    void who_missed_a_new_attempt_begins_it_from_one() {
      var cursor = now(3);
      chat.beginAttempt();
      var snapshot = snapshot(cursor, here);
      assertThat(names(snapshot.durable())).containsExactly("Queue", "Status", "PreviewReset");
      assertThat(snapshot.seq()).isZero();
    }

    @Test
    void who_knows_only_a_message_is_told_what_came_after_it() {
      chat.commitStep("step", true);
      var first = new StreamCursor.AfterMessage(chat.messages().getFirst().id());
      assertThat(names(snapshot(first, here).durable()))
          .containsExactly("Committed", "Queue", "Status", "PreviewReset");
    }

    @Test
    void who_holds_what_was_deleted_drops_it_all() {
      var cursor = now(3);
      chat.edit(chat.messages().getFirst().id(), "better");
      assertThat(names(snapshot(cursor, here).durable()))
          .containsExactly("HistoryReset", "Committed", "Queue", "Status", "PreviewReset");
    }

    @Test
    void who_claims_a_history_that_never_was_drops_it_all() {
      var snapshot = snapshot(new Position(99, 0, 0), here);
      assertThat(names(snapshot.durable())).startsWith("HistoryReset", "Committed");
      assertThat(snapshot.seq()).isZero();
    }

    @Test
    void who_claims_an_attempt_or_a_part_that_never_was_starts_over() {
      var at = now(5);
      assertThat(join(at, here)).isInstanceOf(Join.Snapshot.class);
      assertThat(join(now(6), here)).isEqualTo(new Join.StartOver());
      assertThat(join(new Position(at.historyVersion(), at.attempt() + 1, 0), here))
          .isEqualTo(new Join.StartOver());
    }

    @Test
    void who_claims_a_part_before_the_first_attempt_starts_over() {
      chat.commitStep("step", false);
      assertThat(join(now(1), new Supply.Unknown())).isEqualTo(new Join.StartOver());
    }

    @Test
    void whose_parts_cannot_be_judged_yet_is_believed() {
      assertThat(snapshot(now(6), new Supply.Unknown()).seq()).isEqualTo(6);
    }

    @Test
    void whose_parts_cannot_be_continued_drops_them() {
      var snapshot = snapshot(now(3), new Supply.Gone());
      assertThat(names(snapshot.durable())).endsWith("PreviewReset");
      assertThat(snapshot.seq()).isZero();
      assertThat(names(snapshot(now(0), new Supply.Gone()).durable()))
          .doesNotContain("PreviewReset");
    }
  }
}
