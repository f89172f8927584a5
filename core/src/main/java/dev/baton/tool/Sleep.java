package dev.baton.tool;

import dev.baton.model.ToolSpec;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/// Waits, printing a line a second. For demos and tests: only chats of the scripted model have it.
/// Not idempotent, so that what happens to a started call can be shown with it.
public final class Sleep implements Tool {

  private static final double LONGEST_SECONDS = 3_600;
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final ToolSpec SPEC =
      new ToolSpec(
          "sleep",
          "Waits for some seconds.",
          """
          {"type": "object", "required": ["seconds"],
           "properties": {"seconds": {"type": "number", "minimum": 0, "maximum": 3600}}}
          """);

  private final Scheduler scheduler;

  public Sleep(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public boolean isIdempotent() {
    return false;
  }

  @Override
  public Future<ToolOutput> run(ToolInvocation invocation) {
    double seconds = invocation.args().path("seconds").asDouble(-1);
    if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
      return Future.succeededFuture(ToolOutput.error("`seconds` must be 0 to 3600."));
    }
    var done = Promise.<ToolOutput>promise();
    invocation
        .cancellation()
        .requested()
        .onSuccess(_ -> done.tryComplete(ToolOutput.error("The sleep was cut short.")));
    tick(invocation, done, Duration.ofNanos((long) (seconds * 1e9)), Duration.ZERO);
    return done.future();
  }

  private void tick(
      ToolInvocation invocation, Promise<ToolOutput> done, Duration total, Duration slept) {
    if (done.future().isComplete()) {
      return;
    }
    Duration left = total.minus(slept);
    if (left.isZero()) {
      done.tryComplete(ToolOutput.of(out -> out.writeString("Slept " + total.toMillis() + " ms.")));
      return;
    }
    Duration next = left.compareTo(TICK) < 0 ? left : TICK;
    scheduler.after(
        next,
        () -> {
          invocation.output().accept("slept " + slept.plus(next).toMillis() + " ms\n");
          tick(invocation, done, total, slept.plus(next));
        });
  }
}
