package dev.baton.time;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;

/// Real time. Timers run on the Vert.x context they were set on.
public final class VertxScheduler implements Scheduler {

  private final Vertx vertx;

  public VertxScheduler(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    long id = vertx.setTimer(Math.max(1, delay.toMillis()), _ -> action.run());
    return () -> vertx.cancelTimer(id);
  }
}
