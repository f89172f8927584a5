package dev.baton.server.metrics;

import dev.baton.time.Scheduler;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// How long each event loop lets a task wait. One task at a time is put to each, so that a loop
/// that hangs is not buried.
public final class LoopDelay {

  private static final Duration EVERY = Duration.ofMillis(500);

  private final Scheduler scheduler;
  private final List<Loop> loops = new ArrayList<>();
  private Scheduler.Timer timer = () -> {};
  private boolean running;

  private record Loop(EventExecutor executor, Timer delays, AtomicBoolean waiting) {}

  public LoopDelay(Vertx vertx, Scheduler scheduler, Metrics metrics) {
    this.scheduler = scheduler;
    for (EventExecutor executor : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      var delays =
          metrics.timer(
              "baton.loop.delay",
              "How long event loops let a task wait.",
              "loop",
              String.valueOf(loops.size()));
      loops.add(new Loop(executor, delays, new AtomicBoolean()));
    }
  }

  public synchronized void start() {
    running = true;
    tick();
  }

  public synchronized void stop() {
    running = false;
    timer.cancel();
  }

  private synchronized void tick() {
    if (running) {
      loops.forEach(this::probe);
      timer = scheduler.after(EVERY, this::tick);
    }
  }

  private void probe(Loop loop) {
    if (loop.waiting().compareAndSet(false, true)) {
      long asked = scheduler.nanoTime();
      loop.executor()
          .execute(() -> {
            loop.delays().record(scheduler.nanoTime() - asked, TimeUnit.NANOSECONDS);
            loop.waiting().set(false);
          });
    }
  }
}
