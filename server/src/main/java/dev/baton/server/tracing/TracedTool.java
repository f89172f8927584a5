package dev.baton.server.tracing;

import dev.baton.model.ToolSpec;
import dev.baton.tool.Tool;
import dev.baton.tool.ToolInvocation;
import dev.baton.tool.ToolOutput;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/// A span for each call of a tool.
record TracedTool(Tool tool, TurnTraces traces) implements Tool {

  @Override
  public ToolSpec spec() {
    return tool.spec();
  }

  @Override
  public boolean isIdempotent() {
    return tool.isIdempotent();
  }

  @Override
  public Future<ToolOutput> run(ToolInvocation invocation) {
    return traces
        .run(invocation.chatId())
        .map(run -> run.piece("tool " + tool.spec().name()))
        .map(builder -> builder.setAttribute("tool_call_id", invocation.toolCallId()).startSpan())
        .map(span -> tool.run(invocation).onComplete(done -> end(span, done.result())))
        .orElseGet(() -> tool.run(invocation));
  }

  private static void end(Span span, @Nullable ToolOutput output) {
    if (output == null || output.isError()) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
