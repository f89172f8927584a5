package dev.baton.server.metrics;

import dev.baton.time.Scheduler;
import io.micrometer.core.instrument.Timer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How late event loops are: each has a timer of its own, so that none hides behind another.
public final class LoopDelay {

  private static final Duration EVERY = Duration.ofMillis(500);

  private final Scheduler scheduler;
  private final List<Loop> loops = new ArrayList<>();
  private volatile boolean running;

  private record Loop(Context context, Timer delays) {}

  public LoopDelay(Vertx vertx, Scheduler scheduler, Metrics metrics) {
    this.scheduler = scheduler;
    var all = (VertxInternal) vertx;
    for (EventExecutor executor : all.nettyEventLoopGroup()) {
      var delays =
          metrics.timer(
              "baton.loop.delay",
              "How long event loops let a task wait.",
              "loop",
              String.valueOf(loops.size()));
      loops.add(new Loop(all.contextBuilder().withEventLoop((EventLoop) executor).build(), delays));
    }
  }

  public void start() {
    running = true;
    loops.forEach(loop -> loop.context().runOnContext(_ -> schedule(loop)));
  }

  /// The timers end with their next tick.
  public void stop() {
    running = false;
  }

  private void schedule(Loop loop) {
    if (running) {
      long due = scheduler.nanoTime() + EVERY.toNanos();
      scheduler.after(EVERY, () -> tick(loop, due));
    }
  }

  private void tick(Loop loop, long due) {
    loop.delays().record(Math.max(0, scheduler.nanoTime() - due), TimeUnit.NANOSECONDS);
    schedule(loop);
  }
}
