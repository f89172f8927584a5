package dev.baton.server;

import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Clears away what has expired, once a minute. Every replica does, and none minds the others.
final class Sweeper {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Scheduler scheduler;
  private final Supplier<Future<Void>> sweep;
  private Scheduler.Timer timer = () -> {};
  private boolean running;

  Sweeper(Scheduler scheduler, Supplier<Future<Void>> sweep) {
    this.scheduler = scheduler;
    this.sweep = sweep;
  }

  synchronized void start() {
    running = true;
    schedule();
  }

  synchronized void stop() {
    running = false;
    timer.cancel();
  }

  private synchronized void schedule() {
    if (running) {
      timer = scheduler.after(EVERY, this::sweep);
    }
  }

  private void sweep() {
    sweep
        .get()
        .onFailure(failure -> LOG.atDebug().setCause(failure).log("expired rows not swept"))
        .onComplete(_ -> schedule());
  }
}
