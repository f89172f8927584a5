package dev.baton.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Time that the test owns: it stands still until [#advance], which runs due timers in order on the
/// calling thread.
public final class VirtualScheduler implements Scheduler {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private record Due(long atNanos, long order, Runnable action) {}

  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::atNanos).thenComparingLong(Due::order));
  private long nowNanos;
  private long order;

  @Override
  public Instant instant() {
    return START.plusNanos(nowNanos);
  }

  @Override
  public long nanoTime() {
    return nowNanos;
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    var due = new Due(nowNanos + delay.toNanos(), order++, action);
    timers.add(due);
    return () -> timers.remove(due);
  }

  /// Moves time on and runs what is due on the way, each timer at its own moment.
  public void advance(Duration by) {
    long end = nowNanos + by.toNanos();
    for (Due next = timers.peek(); next != null && next.atNanos() <= end; next = timers.peek()) {
      timers.remove(next);
      nowNanos = Math.max(nowNanos, next.atNanos());
      next.action().run();
    }
    nowNanos = end;
  }

  /// Time goes on, but nothing runs: what falls due meanwhile is late.
  public void stall(Duration by) {
    nowNanos += by.toNanos();
  }

  /// Timers that are set and have not fired.
  public int pending() {
    return timers.size();
  }
}
