package dev.baton.server.tracing;

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
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A span for each commit; the one that finishes a turn ends its trace.
record TracedTurns(TurnStore store, TurnTraces traces) implements TurnStore {

  @Override
  public Future<Commit> commit(TurnState from, ChatCommand.Work command) {
    var name = command.getClass().getSimpleName();
    var commit = traced(from, name, () -> store.commit(from, command));
    return finishesTurn(command) ? commit.onSuccess(done -> endTurn(from, done)) : commit;
  }

  @Override
  public Future<Commit> markStarted(TurnState from, List<String> toolCallIds) {
    return traced(from, "MarkStarted", () -> store.markStarted(from, toolCallIds));
  }

  private Future<Commit> traced(TurnState from, String command, Supplier<Future<Commit>> commit) {
    return run(from)
        .map(run -> begin(run, from, command))
        .map(span -> commit.get().onComplete(done -> end(span, done)))
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

  private static void end(Span span, AsyncResult<Commit> done) {
    span.setAttribute("missed", done.result() instanceof Commit.Missed);
    if (done.failed()) {
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
