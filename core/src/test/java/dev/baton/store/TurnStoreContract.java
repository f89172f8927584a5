package dev.baton.store;

import static dev.baton.store.StoreUnderTest.MINUTE;
import static dev.baton.store.StoreUnderTest.await;
import static dev.baton.store.StoreUnderTest.call;
import static dev.baton.store.StoreUnderTest.result;
import static dev.baton.store.StoreUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.baton.chat.BusyBehavior;
import dev.baton.chat.ChatCommand.BeginAttempt;
import dev.baton.chat.ChatCommand.CancelRequiresAction;
import dev.baton.chat.ChatCommand.CommitCalls;
import dev.baton.chat.ChatCommand.CommitResults;
import dev.baton.chat.ChatCommand.EnterRequiresAction;
import dev.baton.chat.ChatCommand.FinishError;
import dev.baton.chat.ChatCommand.FinishInterruption;
import dev.baton.chat.ChatCommand.FinishTurn;
import dev.baton.chat.ChatCommand.RecordRetry;
import dev.baton.chat.ChatError;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Draft;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.Retry;
import dev.baton.chat.Role;
import dev.baton.chat.RunnerId;
import dev.baton.chat.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What the owner of a chat writes, and what keeps everybody else from writing it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TurnStoreContract {

  private final StoreUnderTest baton;

  protected TurnStoreContract(StoreUnderTest baton) {
    this.baton = baton;
  }

  private static final ChatError ERROR = ChatError.of(ErrorKind.OVERLOADED, "busy");
  private static final Usage SEVEN_TOKENS =
      new Usage(
          OptionalLong.of(7),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());
  private static final Retry RETRY =
      new Retry(
          1,
          5_000,
          "busy",
          ErrorKind.OVERLOADED,
          Optional.of("scripted"),
          OptionalInt.of(529),
          Instant.parse("2026-11-21T12:00:00Z"));

  @AfterAll
  void stop() {
    baton.close();
  }

  @Test
  void an_attempt_begins_an_episode_and_says_so() {
    var owned = baton.owned(baton.chat());
    baton.hints.clear();

    var after = baton.commit(owned, new BeginAttempt());

    assertThat(after.versions().attempt()).isEqualTo(1);
    assertThat(after.versions().history()).isEqualTo(owned.versions().history());
    assertThat(after.versions().snapshot()).isEqualTo(owned.versions().snapshot() + 1);
    assertThat(after).isEqualTo(baton.state(owned.chatId()));
    assertThat(baton.hints)
        .singleElement()
        .satisfies(hint -> {
          assertThat(hint.versions()).isEqualTo(after.versions());
          assertThat(hint.workerId()).isEqualTo(owned.workerId());
          assertThat(hint.runnerId()).isEqualTo(owned.runnerId());
          assertThat(hint.status()).isEqualTo(ChatStatus.RUNNING);
        });
  }

  @Test
  void a_turn_ends_in_waiting_and_gives_the_chat_up() {
    var begun = baton.commit(baton.owned(baton.chat()), new BeginAttempt());

    var after = baton.commit(begun, new FinishTurn(List.of(baton.answer("hi"))));

    assertThat(after.status()).isEqualTo(ChatStatus.WAITING);
    assertThat(after.runnerId()).isEmpty();
    assertThat(after.workerId()).isEmpty();
    assertThat(after.versions().history()).isEqualTo(after.versions().snapshot());
    assertThat(after.versions().attempt()).isZero();
    assertThat(after.counters().steps()).isEqualTo(1);
    assertThat(after).isEqualTo(baton.state(after.chatId()));
    assertThat(baton.transcript(after.chatId())).containsExactly("user: hello", "assistant: hi");
  }

  /// The trigger reads the row within the statement that updates it.
  @Test
  void a_message_has_the_version_that_its_own_statement_brings() {
    var begun = baton.commit(baton.owned(baton.chat()), new BeginAttempt());

    var after = baton.commit(begun, new FinishTurn(List.of(baton.answer("hi"))));

    assertThat(last(after.chatId()).revision()).isEqualTo(after.versions().snapshot());
    assertThat(after.versions().snapshot()).isEqualTo(begun.versions().snapshot() + 1);
  }

  @Test
  void a_step_that_is_already_in_the_history_is_not_written_again() {
    var owned = baton.owned(baton.chat());

    var after = baton.commit(owned, new FinishTurn(List.of()));

    assertThat(after.status()).isEqualTo(ChatStatus.WAITING);
    assertThat(after.versions().history()).isEqualTo(owned.versions().history());
    assertThat(baton.transcript(after.chatId())).containsExactly("user: hello");
  }

  @Test
  void a_turn_with_a_queue_goes_on_with_its_head() {
    var chat = baton.chat();
    var other = baton.model("second");
    var first =
        await(
            baton.chats.send(
                baton.ann,
                chat,
                new NewMessage(
                    text("one"), BusyBehavior.QUEUE, Optional.of(other), Optional.of("high"))));
    baton.queue(chat, "two");
    var owned = baton.owned(chat);

    var after = baton.commit(owned, new FinishTurn(List.of(baton.answer("hi"))));

    assertThat(after.status()).isEqualTo(ChatStatus.RUNNING);
    assertThat(after.runnerId()).isEqualTo(owned.runnerId());
    assertThat(after.queued()).isEqualTo(1);
    assertThat(after.counters().steps()).isZero();
    assertThat(after.modelConfigId()).isEqualTo(other);
    assertThat(after.reasoningEffort()).contains("high");
    assertThat(after.versions().queue()).isEqualTo(after.versions().snapshot());
    assertThat(after).isEqualTo(baton.state(chat));
    assertThat(baton.transcript(chat)).containsExactly("user: hello", "assistant: hi", "user: one");
    assertThat(last(chat).queuedMessageId()).hasValue(((Sent.Queued) first).message().id());
    assertThat(last(chat).modelConfigId()).contains(other);
  }

  @Test
  void calls_are_noted_before_they_are_made_and_begin_the_tools_episode() {
    var here = call("here");
    var theirs = call("theirs");
    var begun = baton.commit(baton.owned(baton.chat()), new BeginAttempt());

    var after =
        baton.commit(
            begun, new CommitCalls(baton.calling(theirs, here), List.of(here), List.of(theirs)));

    assertThat(after.versions().attempt()).isEqualTo(1);
    assertThat(after.versions().history()).isEqualTo(after.versions().snapshot());
    var history = baton.history(after.chatId());
    assertThat(history.openCalls())
        .extracting(open -> open.call().toolCallId(), TurnHistory.OpenCall::isClients)
        .containsExactly(tuple("theirs", true), tuple("here", false));
    assertThat(history.openCalls()).noneMatch(TurnHistory.OpenCall::started);

    var results = baton.commit(after, new EnterRequiresAction(List.of(result(here)), MINUTE));

    assertThat(results.status()).isEqualTo(ChatStatus.REQUIRES_ACTION);
    assertThat(results.actionDeadlineIn())
        .hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofSeconds(30), MINUTE));
    assertThat(baton.history(after.chatId()).openCalls())
        .extracting(open -> open.call().toolCallId())
        .containsExactly("theirs");
  }

  @Test
  void started_calls_are_known_as_such_to_the_next_owner() {
    var calls = List.of(call("a"), call("b"));
    var open = calling(calls.get(0), calls.get(1));

    var marked = await(baton.turns.markStarted(open, List.of("b")));

    assertThat(marked).isEqualTo(new Commit.Committed(open));
    assertThat(baton.history(open.chatId()).openCalls())
        .extracting(TurnHistory.OpenCall::started)
        .containsExactly(false, true);
  }

  @Test
  void a_stale_owner_cannot_start_a_call() {
    var open = calling(call("a"));
    await(baton.turns.release(open.chatId(), open.runnerId().orElseThrow()));
    baton.owned(open.chatId());

    assertThat(await(baton.turns.markStarted(open, List.of("a")))).isEqualTo(new Commit.Missed());
    assertThat(baton.history(open.chatId()).openCalls()).noneMatch(TurnHistory.OpenCall::started);
  }

  @Test
  void results_settle_their_calls_in_call_order() {
    var a = call("a");
    var b = call("b");
    var open = calling(a, b);

    var after = baton.commit(open, new CommitResults(List.of(result(a), result(b))));

    assertThat(after.versions().attempt()).isZero();
    assertThat(baton.history(after.chatId()).openCalls()).isEmpty();
    assertThat(baton.transcript(after.chatId()))
        .containsExactly(
            "user: hello", "assistant: call a call b", "tool: result a", "tool: result b");
  }

  @Test
  void an_interruption_keeps_the_partial_step_and_answers_what_it_leaves_open() {
    var a = call("a");
    var b = call("b");
    var open = calling(a, b);
    baton.queue(open.chatId(), "next");
    await(baton.chats.interrupt(baton.ann, open.chatId()));
    var interrupting = baton.state(open.chatId());

    var after = baton.commit(interrupting, new FinishInterruption(List.of(result(a))));

    assertThat(after.status()).isEqualTo(ChatStatus.RUNNING);
    assertThat(after.queued()).isZero();
    assertThat(baton.transcript(after.chatId()))
        .containsExactly(
            "user: hello",
            "assistant: call a call b",
            "tool: result a",
            "tool: error b",
            "user: next");
    assertThat(baton.history(after.chatId()).openCalls()).isEmpty();
    assertThat(after).isEqualTo(baton.state(after.chatId()));
  }

  @Test
  void an_interruption_without_anything_to_keep_changes_no_history() {
    var owned = baton.owned(baton.chat());
    await(baton.chats.interrupt(baton.ann, owned.chatId()));
    var interrupting = baton.state(owned.chatId());

    var after = baton.commit(interrupting, new FinishInterruption(List.of()));

    assertThat(after.status()).isEqualTo(ChatStatus.WAITING);
    assertThat(after.versions().history()).isEqualTo(owned.versions().history());
    assertThat(after).isEqualTo(baton.state(after.chatId()));
  }

  @Test
  void a_client_that_does_not_answer_in_time_is_answered_for() {
    var a = call("a");
    var begun = baton.commit(baton.owned(baton.chat()), new BeginAttempt());
    var open = baton.commit(begun, new CommitCalls(baton.calling(a), List.of(), List.of(a)));
    var asked = baton.commit(open, new EnterRequiresAction(List.of(), MINUTE));

    var after = baton.commit(asked, new CancelRequiresAction());

    assertThat(after.status()).isEqualTo(ChatStatus.RUNNING);
    assertThat(after.actionDeadlineIn()).isEmpty();
    assertThat(baton.transcript(after.chatId())).last().isEqualTo("tool: error a");
  }

  @Test
  void a_retry_is_counted_and_forgotten_with_the_next_attempt() {
    var begun = baton.commit(baton.owned(baton.chat()), new BeginAttempt());

    var retried = baton.commit(begun, new RecordRetry(RETRY));

    assertThat(retried.counters().providerFailures()).isEqualTo(1);
    assertThat(retried.versions().retryState()).isEqualTo(retried.versions().snapshot());
    assertThat(retried.retryIn())
        .hasValueSatisfying(
            left -> assertThat(left).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5)));
    assertThat(stream(begun.chatId())).contains(RETRY);

    var again = baton.commit(retried, new BeginAttempt());

    assertThat(again.retryIn()).isEmpty();
    assertThat(again.counters().providerFailures()).isEqualTo(1);
    assertThat(again.versions().retryState()).isEqualTo(again.versions().snapshot());
    assertThat(stream(begun.chatId())).isEmpty();
  }

  private Optional<Retry> stream(ChatId chat) {
    return await(baton.streams.read(chat, Optional.empty(), Optional.empty()))
        .orElseThrow()
        .row()
        .retry();
  }

  @Test
  void an_answer_ends_the_count_of_failures() {
    var begun = baton.commit(baton.owned(baton.chat()), new BeginAttempt());
    var retried = baton.commit(begun, new RecordRetry(RETRY));

    var after =
        baton.commit(
            retried, new CommitCalls(baton.calling(call("a")), List.of(call("a")), List.of()));

    assertThat(after.counters().providerFailures()).isZero();
    assertThat(after.retryIn()).isEmpty();
  }

  @Test
  void an_error_keeps_the_queue_and_gives_the_chat_up() {
    var chat = baton.chat();
    baton.queue(chat, "later");
    var retried =
        baton.commit(baton.commit(baton.owned(chat), new BeginAttempt()), new RecordRetry(RETRY));

    var after = baton.commit(retried, new FinishError(ERROR));

    assertThat(after.status()).isEqualTo(ChatStatus.ERROR);
    assertThat(after.runnerId()).isEmpty();
    assertThat(after.retryIn()).isEmpty();
    assertThat(after.queued()).isEqualTo(1);
    assertThat(baton.see(chat).lastError()).contains(ERROR);
  }

  @Test
  void going_on_after_an_error_starts_all_counts_again() {
    var retried =
        baton.commit(
            baton.commit(baton.owned(baton.chat()), new BeginAttempt()), new RecordRetry(RETRY));
    var failed = baton.commit(retried, new FinishError(ERROR));

    await(baton.chats.retry(baton.ann, failed.chatId()));

    var again = baton.state(failed.chatId());
    assertThat(again.counters().providerFailures()).isZero();
    assertThat(again.versions().attempt()).isEqualTo(1);
    assertThat(baton.see(failed.chatId()).lastError()).isEmpty();
  }

  @Test
  void a_command_that_the_state_refuses_is_a_fault_of_the_caller() {
    var owned = baton.owned(baton.chat());

    assertThatThrownBy(() -> baton.tryCommit(owned, new FinishInterruption(List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no FinishInterruption in R0");
  }

  // Why a fence no longer matches

  @Test
  void a_commit_of_another_runner_is_missed() {
    var stale = baton.owned(baton.chat());
    await(baton.turns.release(stale.chatId(), stale.runnerId().orElseThrow()));
    var fresh = baton.owned(stale.chatId());

    assertThat(baton.tryCommit(stale, finish())).isEqualTo(new Commit.Missed());
    assertThat(baton.state(stale.chatId())).isEqualTo(fresh);
    assertThat(baton.transcript(stale.chatId())).containsExactly("user: hello");
  }

  @Test
  void a_commit_on_an_edited_history_is_missed() {
    var stale = baton.owned(baton.chat());
    await(baton.chats.edit(baton.ann, stale.chatId(), last(stale.chatId()).id(), text("other")));

    assertThat(baton.tryCommit(stale, finish())).isEqualTo(new Commit.Missed());
    assertThat(baton.transcript(stale.chatId())).containsExactly("user: other");
    assertThat(baton.state(stale.chatId()).isOwnedBy(stale.runnerId().orElseThrow())).isTrue();
  }

  @Test
  void a_commit_of_an_interrupted_turn_is_missed() {
    var stale = baton.owned(baton.chat());
    await(baton.chats.interrupt(baton.ann, stale.chatId()));

    assertThat(baton.tryCommit(stale, finish())).isEqualTo(new Commit.Missed());
    assertThat(baton.state(stale.chatId()).status()).isEqualTo(ChatStatus.INTERRUPTING);
  }

  @Test
  void a_commit_that_had_succeeded_is_missed_the_second_time_and_found_by_reading() {
    var begun = baton.commit(baton.owned(baton.chat()), new BeginAttempt());
    var a = call("a");
    var command = new CommitCalls(baton.calling(a), List.of(a), List.of());
    var after = baton.commit(begun, command);

    assertThat(baton.tryCommit(begun, command)).isEqualTo(new Commit.Missed());
    assertThat(baton.state(begun.chatId())).isEqualTo(after);
    assertThat(baton.transcript(begun.chatId())).hasSize(2);
  }

  @Test
  void an_attempt_of_an_older_episode_is_missed() {
    var owned = baton.owned(baton.chat());
    baton.commit(owned, new BeginAttempt());

    assertThat(baton.tryCommit(owned, new BeginAttempt())).isEqualTo(new Commit.Missed());
  }

  @Test
  void a_missed_commit_says_nothing() {
    var stale = baton.owned(baton.chat());
    await(baton.chats.interrupt(baton.ann, stale.chatId()));
    baton.hints.clear();

    baton.tryCommit(stale, finish());

    assertThat(baton.hints).isEmpty();
  }

  @Test
  void a_turn_does_not_end_past_a_message_that_was_queued_at_that_moment() {
    var stale = baton.owned(baton.chat());
    baton.queue(stale.chatId(), "wait");

    assertThat(baton.tryCommit(stale, finish())).isEqualTo(new Commit.Missed());
    var after = baton.commit(baton.state(stale.chatId()), finish());

    assertThat(after.status()).isEqualTo(ChatStatus.RUNNING);
    assertThat(baton.transcript(stale.chatId()))
        .containsExactly("user: hello", "assistant: hi", "user: wait");
  }

  @Test
  void a_message_queued_between_two_commits_is_not_stranded() {
    var begun = baton.commit(baton.owned(baton.chat()), new BeginAttempt());
    var a = call("a");
    baton.queue(begun.chatId(), "wait");

    var called = baton.commit(begun, new CommitCalls(baton.calling(a), List.of(a), List.of()));
    var results = baton.commit(called, new CommitResults(List.of(result(a))));

    assertThat(results.queued()).isZero();
    assertThat(results.versions().queue()).isEqualTo(begun.versions().queue());
    assertThat(baton.tryCommit(results, finish())).isEqualTo(new Commit.Missed());
    assertThat(baton.commit(baton.state(begun.chatId()), finish()).status())
        .isEqualTo(ChatStatus.RUNNING);
  }

  @Test
  void a_message_removed_from_the_queue_is_not_promoted() {
    var chat = baton.chat();
    long queued = baton.queue(chat, "wait");
    var stale = baton.owned(chat);
    await(baton.chats.deleteQueued(baton.ann, chat, queued));

    assertThat(baton.tryCommit(stale, finish())).isEqualTo(new Commit.Missed());
    assertThat(baton.commit(baton.state(chat), finish()).status()).isEqualTo(ChatStatus.WAITING);
  }

  @Test
  void what_does_not_depend_on_the_queue_is_committed_past_a_queued_message() {
    var owned = baton.owned(baton.chat());
    baton.queue(owned.chatId(), "wait");

    assertThat(baton.commit(owned, new BeginAttempt()).versions().attempt()).isEqualTo(1);
  }

  // Release

  @Test
  void a_released_chat_stays_runnable_and_says_that_it_is_free() {
    var owned = baton.owned(baton.chat());
    baton.hints.clear();

    assertThat(await(baton.turns.release(owned.chatId(), owned.runnerId().orElseThrow()))).isTrue();

    var after = baton.state(owned.chatId());
    assertThat(after.status()).isEqualTo(ChatStatus.RUNNING);
    assertThat(after.versions().snapshot()).isEqualTo(owned.versions().snapshot() + 1);
    assertThat(after.versions().history()).isEqualTo(owned.versions().history());
    assertThat(baton.hints)
        .singleElement()
        .satisfies(hint -> assertThat(hint.isUpForAcquisition()).isTrue());
  }

  @Test
  void only_the_runner_releases() {
    var owned = baton.owned(baton.chat());

    assertThat(await(baton.turns.release(owned.chatId(), RunnerId.random()))).isFalse();
    assertThat(baton.state(owned.chatId())).isEqualTo(owned);
  }

  // What a model is told

  @Test
  void the_history_holds_hidden_messages_and_no_deleted_ones() {
    var asked = StoreUnderTest.newChat("hello");
    var chat =
        await(
                baton.chats.create(
                    baton.ann,
                    new NewChat(
                        asked.content(),
                        asked.title(),
                        asked.modelConfigId(),
                        asked.workspaceId(),
                        asked.parentChatId(),
                        asked.labels(),
                        Optional.of("be kind"),
                        asked.dynamicTools())))
            .id();
    await(baton.chats.edit(baton.ann, chat, last(chat).id(), text("changed")));

    assertThat(baton.history(chat).messages())
        .extracting(StoreUnderTest::line)
        .containsExactly("system: be kind", "user: changed");
    assertThat(baton.transcript(chat)).containsExactly("user: changed");

    baton.forgetBefore(chat, Long.MAX_VALUE);
    assertThat(baton.history(chat).messages())
        .extracting(Message::role)
        .containsExactly(Role.SYSTEM);
  }

  @Test
  void an_attempt_begins_with_its_history() {
    var owned = baton.owned(baton.chat());
    baton.hints.clear();

    var begun = await(baton.turns.begin(owned)).orElseThrow();

    assertThat(begun.after().versions().attempt()).isEqualTo(1);
    assertThat(begun.after()).isEqualTo(baton.state(owned.chatId()));
    assertThat(begun.history().messages()).isEqualTo(baton.messages(owned.chatId()));
    assertThat(begun.history().openCalls()).isEmpty();
    assertThat(baton.hints)
        .singleElement()
        .satisfies(hint -> assertThat(hint.versions()).isEqualTo(begun.after().versions()));
  }

  @Test
  void a_history_keeps_every_field_of_its_messages() {
    var a = new Part.ToolCall("a", "tool", "{\"none\": null}");
    var begun = baton.commit(baton.owned(baton.chat()), new BeginAttempt());
    var answer = Draft.assistant(List.of(a), baton.model, SEVEN_TOKENS);
    var open = baton.commit(begun, new CommitCalls(answer, List.of(a), List.of()));
    var after = baton.commit(open, new CommitResults(List.of(result(a))));

    var row = baton.state(after.chatId());
    var messages = await(baton.turns.begin(row)).orElseThrow().history().messages();

    assertThat(messages).isEqualTo(baton.messages(after.chatId())).hasSize(3);
    assertThat(messages.get(1).usage()).contains(SEVEN_TOKENS);
    assertThat(messages.get(1).content())
        .containsExactly(new Part.ToolCall("a", "tool", "{\"none\":null}"));
  }

  @Test
  void nobody_but_the_owner_begins_an_attempt() {
    var owned = baton.owned(baton.chat());
    await(baton.turns.release(owned.chatId(), owned.runnerId().orElseThrow()));
    var next = baton.owned(owned.chatId());

    assertThat(await(baton.turns.begin(owned))).isEmpty();
    assertThat(baton.state(owned.chatId())).isEqualTo(next);
  }

  /// The first write still waited for the row when its answer was given up, and was made after all.
  @Test
  void a_failure_whose_answer_was_lost_is_not_counted_twice() {
    var begun = baton.commit(baton.owned(baton.chat()), new BeginAttempt());
    var retry = new RecordRetry(RETRY);
    baton.commit(begun, retry);

    assertThat(baton.tryCommit(begun, retry)).isEqualTo(new Commit.Missed());
    assertThat(baton.state(begun.chatId()).counters().providerFailures()).isEqualTo(1);
  }

  @Test
  void a_deleted_chat_has_no_state() {
    assertThat(await(baton.turns.state(ChatId.random()))).isEmpty();
  }

  private FinishTurn finish() {
    return new FinishTurn(List.of(baton.answer("hi")));
  }

  private TurnState calling(Part.ToolCall... calls) {
    var begun = baton.commit(baton.owned(baton.chat()), new BeginAttempt());
    return baton.commit(begun, new CommitCalls(baton.calling(calls), List.of(calls), List.of()));
  }

  private Message last(ChatId chat) {
    return baton.messages(chat).getLast();
  }
}
