package dev.baton.server.tracing;

import dev.baton.chat.ChatId;
import dev.baton.chat.RunnerId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The turns of one run, one after the other. Any thread.
final class RunTrace {

  private final Tracer tracer;
  private final ChatId chatId;
  private final RunnerId runnerId;
  private final Supplier<Optional<SpanContext>> origin;
  private @Nullable Span turn;
  private boolean over;

  /// @param origin the request that a turn that begins now goes back to
  RunTrace(
      Tracer tracer, ChatId chatId, RunnerId runnerId, Supplier<Optional<SpanContext>> origin) {
    this.tracer = tracer;
    this.chatId = chatId;
    this.runnerId = runnerId;
    this.origin = origin;
  }

  boolean isOf(RunnerId runner) {
    return runnerId.equals(runner);
  }

  /// A piece of the present turn, which begins with its first piece.
  synchronized SpanBuilder piece(String name) {
    if (turn == null && !over) {
      turn = begin();
    }
    var parent = turn == null ? Context.root() : Context.root().with(turn);
    return tracer
        .spanBuilder(name)
        .setParent(parent)
        .setAttribute("chat_id", chatId.toString())
        .setAttribute("runner_id", runnerId.toString());
  }

  synchronized void endTurn() {
    if (turn != null) {
      turn.end();
      turn = null;
    }
  }

  /// The run is over, and with it what was under way.
  synchronized void end() {
    over = true;
    endTurn();
  }

  private Span begin() {
    var builder =
        tracer
            .spanBuilder("turn")
            .setNoParent()
            .setAttribute("chat_id", chatId.toString())
            .setAttribute("runner_id", runnerId.toString());
    origin.get().ifPresent(builder::addLink);
    return builder.startSpan();
  }
}
