package dev.baton.postgres;

import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets old idempotency keys now and then. Every replica does, at moments of its own: what one
/// is deleting the others skip, and mostly there is nothing left to do. Timers run on the context
/// that started it.
public final class KeySweep {

  private static final Logger LOG = LoggerFactory.getLogger(KeySweep.class);

  static final Duration EVERY = Duration.ofMinutes(10);
  static final int AT_ONCE = 1_000;

  private final IntFunction<Future<Integer>> sweep;
  private final Scheduler scheduler;
  private Scheduler.Timer timer = () -> {};
  private boolean running;

  /// @param sweep forgets at most so many, and tells how many it were
  public KeySweep(IntFunction<Future<Integer>> sweep, Scheduler scheduler) {
    this.sweep = sweep;
    this.scheduler = scheduler;
  }

  public synchronized void start() {
    if (!running) {
      running = true;
      long upTo = EVERY.toMillis();
      later(Duration.ofMillis(ThreadLocalRandom.current().nextLong(upTo) + 1));
    }
  }

  public synchronized void stop() {
    running = false;
    timer.cancel();
  }

  private synchronized void later(Duration pause) {
    if (running) {
      timer = scheduler.after(pause, this::run);
    }
  }

  private void run() {
    untilNoneIsLeft()
        .onFailure(
            e -> LOG.atDebug().addKeyValue("reason", e.getMessage()).log("old keys not swept"))
        .onComplete(_ -> later(EVERY));
  }

  private Future<Integer> untilNoneIsLeft() {
    return sweep
        .apply(AT_ONCE)
        .compose(swept -> swept < AT_ONCE ? Future.succeededFuture(swept) : untilNoneIsLeft());
  }
}
