package dev.baton.server.metrics;

import dev.baton.model.ToolSpec;
import dev.baton.tool.Tool;
import dev.baton.tool.ToolInvocation;
import dev.baton.tool.ToolOutput;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/// Times the calls of one tool.
public final class MeasuredTool implements Tool {

  private final Tool tool;
  private final Metrics metrics;

  public MeasuredTool(Tool tool, Metrics metrics) {
    this.tool = tool;
    this.metrics = metrics;
  }

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
    long begun = metrics.clock().monotonicTime();
    return tool.run(invocation)
        .onComplete(
            output -> record(output.isError() ? "error" : "ok", begun),
            _ -> record("error", begun));
  }

  private void record(String outcome, long begun) {
    metrics
        .timer(
            "baton.tool.call",
            "Calls of the server's tools, by outcome.",
            "tool",
            tool.spec().name(),
            "outcome",
            outcome)
        .record(metrics.clock().monotonicTime() - begun, TimeUnit.NANOSECONDS);
  }
}
