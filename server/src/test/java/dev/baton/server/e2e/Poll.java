package dev.baton.server.e2e;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// For what nobody announces: processes, mostly.
final class Poll {

  private static final long EVERY_MILLIS = 20;

  private Poll() {}

  /// @param otherwise what to say when the condition does not hold in that time
  static void until(Duration time, BooleanSupplier condition, Supplier<String> otherwise) {
    long deadline = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(otherwise.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS));
    }
  }
}
