package dev.baton.simulation;

import dev.baton.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/// The process of one replica: its clock, which is not everybody's, its timers, and what it runs.
///
/// It can be killed: all of it vanishes. It can be paused, as by SIGSTOP: nothing of it runs while
/// time goes on, and then everything that is due runs at once.
final class Host implements Scheduler {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final String name;
  private final Timeline timeline;
  private final Dice dice;
  private final double rate;
  private final long startNanos;
  private final Duration skew;
  private final Deque<Timeline.Event> held = new ArrayDeque<>();
  private boolean alive = true;
  private boolean paused;
  private int expected;

  /// @param rate how many of its seconds pass in one second
  /// @param skew how far its idea of the date is off
  Host(String name, Timeline timeline, Dice dice, double rate, Duration skew) {
    this.name = name;
    this.timeline = timeline;
    this.dice = dice;
    this.rate = rate;
    this.startNanos = dice.between(0, Integer.MAX_VALUE - 1);
    this.skew = skew;
  }

  boolean isAlive() {
    return alive;
  }

  boolean isPaused() {
    return alive && paused;
  }

  /// Whether its code runs.
  boolean isUp() {
    return alive && !paused;
  }

  /// Timers and tasks that have not run yet.
  int pending() {
    return expected;
  }

  void kill() {
    alive = false;
    held.clear();
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    var due = new ArrayDeque<>(held);
    held.clear();
    due.forEach(Timeline.Event::resume);
  }

  @Override
  public Instant instant() {
    return START.plus(skew).plusNanos((long) (timeline.nowNanos() * rate));
  }

  @Override
  public long nanoTime() {
    return startNanos + (long) (timeline.nowNanos() * rate);
  }

  /// In whole milliseconds, one at least, as the timers of Vert.x are.
  @Override
  public Timer after(Duration delay, Runnable action) {
    double nanos = Math.max(1, delay.toMillis()) * 1e6;
    return timeline.add((long) Math.ceil(nanos / rate), this, action)::cancel;
  }

  /// Something reaches this host from outside.
  void reach(Duration delay, Runnable action) {
    timeline.add(delay.toNanos(), this, action);
  }

  /// A loop that runs one task at a time, in order, each a little while after it was given.
  Executor loop() {
    return new Executor() {
      private long lastNanos;

      @Override
      public void execute(Runnable task) {
        long soon = timeline.nowNanos() + dice.micros(0, 50).toNanos();
        lastNanos = Math.max(lastNanos, soon);
        timeline.add(lastNanos - timeline.nowNanos(), Host.this, task);
      }
    };
  }

  void expect() {
    expected++;
  }

  void forget() {
    expected--;
  }

  void hold(Timeline.Event event) {
    held.add(event);
  }

  @Override
  public String toString() {
    return name;
  }
}
