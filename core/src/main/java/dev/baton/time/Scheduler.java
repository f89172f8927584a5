package dev.baton.time;

import java.time.Duration;
import java.time.InstantSource;

/// The only source of time and of timers. Production uses [VertxScheduler]; tests use a virtual one
/// that runs due timers in order on the test's own thread.
public interface Scheduler extends InstantSource {

  /// Monotonic nanoseconds for local deadlines; only differences mean anything.
  long nanoTime();

  /// Runs the action once, after the delay, on the calling context.
  Timer after(Duration delay, Runnable action);

  /// A timer that was set. Cancelling one that has fired does nothing.
  interface Timer {
    void cancel();
  }
}
