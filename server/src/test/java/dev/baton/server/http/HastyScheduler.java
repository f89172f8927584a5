package dev.baton.server.http;

import dev.baton.time.Scheduler;
import java.time.Duration;
import java.time.Instant;

/// Real time, but for timers, which fire so many times too early.
record HastyScheduler(Scheduler real, int haste) implements Scheduler {

  @Override
  public Instant instant() {
    return real.instant();
  }

  @Override
  public long nanoTime() {
    return real.nanoTime();
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    return real.after(delay.dividedBy(haste), action);
  }
}
