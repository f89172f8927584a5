package dev.baton.server.tracing;

import dev.baton.chat.ChatCommand;
import dev.baton.store.Begun;
import dev.baton.store.Commit;
import dev.baton.store.ForwardingTurnStore;
import dev.baton.store.TurnState;
import dev.baton.store.TurnStore;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A span for each commit; the one that finishes a turn ends its trace.
final class TracedTurns extends ForwardingTurnStore {

  private final TurnTraces traces;

  TracedTurns(TurnStore store, TurnTraces traces) {
    super(store);
    this.traces = traces;
  }

  @Override
  public Future<Optional<Begun>> begin(TurnState from) {
    return traced(from, "BeginAttempt", () -> store.begin(from), Optional::isEmpty);
  }

  @Override
  public Future<Commit> commit(TurnState from, ChatCommand.Work command) {
    var name = command.getClass().getSimpleName();
    var commit = traced(from, name, () -> store.commit(from, command), TracedTurns::isMissed);
    return finishesTurn(command) ? commit.onSuccess(done -> endTurn(from, done)) : commit;
  }

  @Override
  public Future<Commit> markStarted(TurnState from, List<String> toolCallIds) {
    return traced(
        from, "MarkStarted", () -> store.markStarted(from, toolCallIds), TracedTurns::isMissed);
  }

  private static boolean isMissed(Commit commit) {
    return commit instanceof Commit.Missed;
  }

  private <T> Future<T> traced(
      TurnState from, String command, Supplier<Future<T>> commit, Predicate<T> isMissed) {
    return run(from)
        .map(run -> begin(run, from, command))
        .map(span -> commit.get().onComplete(done -> end(span, done.map(isMissed::test))))
        .orElseGet(commit);
  }

  private Optional<RunTrace> run(TurnState from) {
    return traces.run(from.chatId()).filter(run -> from.runnerId().filter(run::isOf).isPresent());
  }

  private static Span begin(RunTrace run, TurnState from, String command) {
    return run.piece("commit")
        .setAttribute("command", command)
        .setAttribute("history_version", from.versions().history())
        .setAttribute("attempt", from.versions().attempt())
        .startSpan();
  }

  private static void end(Span span, AsyncResult<Boolean> missed) {
    span.setAttribute("missed", Boolean.TRUE.equals(missed.result()));
    if (missed.failed()) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  private void endTurn(TurnState from, Commit done) {
    if (done instanceof Commit.Committed) {
      run(from).ifPresent(RunTrace::endTurn);
    }
  }

  private static boolean finishesTurn(ChatCommand.Work command) {
    return switch (command) {
      case ChatCommand.FinishTurn _, ChatCommand.FinishInterruption _, ChatCommand.FinishError _ ->
          true;
      default -> false;
    };
  }
}
