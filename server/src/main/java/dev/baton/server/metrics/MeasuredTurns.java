package dev.baton.server.metrics;

import dev.baton.chat.ChatCommand;
import dev.baton.store.Begun;
import dev.baton.store.Commit;
import dev.baton.store.ForwardingTurnStore;
import dev.baton.store.TurnState;
import dev.baton.store.TurnStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Times the commits of running chats, by command and outcome.
public final class MeasuredTurns extends ForwardingTurnStore {

  private final Metrics metrics;

  public MeasuredTurns(TurnStore store, Metrics metrics) {
    super(store);
    this.metrics = metrics;
  }

  @Override
  public Future<Optional<Begun>> begin(TurnState from) {
    return timed("begin_attempt", store.begin(from), begun -> begun.isEmpty());
  }

  @Override
  public Future<Commit> commit(TurnState from, ChatCommand.Work command) {
    return timed(name(command), store.commit(from, command), MeasuredTurns::isMissed);
  }

  @Override
  public Future<Commit> markStarted(TurnState from, List<String> toolCallIds) {
    return timed("mark_started", store.markStarted(from, toolCallIds), MeasuredTurns::isMissed);
  }

  private static boolean isMissed(Commit commit) {
    return commit instanceof Commit.Missed;
  }

  private <T> Future<T> timed(String command, Future<T> commit, Predicate<T> isMissed) {
    long begun = metrics.clock().monotonicTime();
    return commit.onComplete(
        done -> record(command, isMissed.test(done) ? "missed" : "committed", begun),
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
      case ChatCommand.CommitSummary _ -> "commit_summary";
      case ChatCommand.FinishTurn _ -> "finish_turn";
      case ChatCommand.FinishInterruption _ -> "finish_interruption";
      case ChatCommand.FinishError _ -> "finish_error";
    };
  }
}
