package dev.baton.server.metrics;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.RunnerId;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import dev.baton.store.Acquired;
import dev.baton.store.Commit;
import dev.baton.store.TurnHistory;
import dev.baton.store.TurnState;
import dev.baton.store.TurnStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Times the commits of running chats, by command and outcome.
public final class MeasuredTurns implements TurnStore {

  private final TurnStore store;
  private final Metrics metrics;

  public MeasuredTurns(TurnStore store, Metrics metrics) {
    this.store = store;
    this.metrics = metrics;
  }

  @Override
  public Future<Commit> commit(TurnState from, ChatCommand.Work command) {
    return timed(name(command), store.commit(from, command));
  }

  @Override
  public Future<Commit> markStarted(TurnState from, List<String> toolCallIds) {
    return timed("mark_started", store.markStarted(from, toolCallIds));
  }

  private Future<Commit> timed(String command, Future<Commit> commit) {
    long begun = metrics.clock().monotonicTime();
    return commit.onComplete(
        done -> record(command, done instanceof Commit.Missed ? "missed" : "committed", begun),
        _ -> record(command, "failed", begun));
  }

  private void record(String command, String outcome, long begun) {
    metrics
        .timer(
            "baton.commit",
            "Commits of running chats, by command and outcome.",
            "command",
            command,
            "outcome",
            outcome)
        .record(metrics.clock().monotonicTime() - begun, TimeUnit.NANOSECONDS);
  }

  private static String name(ChatCommand.Work command) {
    return switch (command) {
      case ChatCommand.BeginAttempt _ -> "begin_attempt";
      case ChatCommand.RecordRetry _ -> "record_retry";
      case ChatCommand.CommitCalls _ -> "commit_calls";
      case ChatCommand.CommitResults _ -> "commit_results";
      case ChatCommand.EnterRequiresAction _ -> "enter_requires_action";
      case ChatCommand.CancelRequiresAction _ -> "cancel_requires_action";
      case ChatCommand.FinishTurn _ -> "finish_turn";
      case ChatCommand.FinishInterruption _ -> "finish_interruption";
      case ChatCommand.FinishError _ -> "finish_error";
    };
  }

  @Override
  public Future<List<Acquired>> acquire(WorkerId worker, int atMost) {
    return store.acquire(worker, atMost);
  }

  @Override
  public Future<List<Acquired>> takeOver(WorkerId worker, int atMost) {
    return store.takeOver(worker, atMost);
  }

  @Override
  public Future<Optional<TurnState>> state(ChatId chat) {
    return store.state(chat);
  }

  @Override
  public Future<TurnHistory> history(ChatId chat) {
    return store.history(chat);
  }

  @Override
  public Future<Boolean> release(ChatId chat, RunnerId runner) {
    return store.release(chat, runner);
  }

  @Override
  public Future<List<Hint>> owned(WorkerId worker) {
    return store.owned(worker);
  }
}
