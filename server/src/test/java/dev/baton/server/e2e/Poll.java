package dev.baton.server.e2e;

import java.time.Duration;
import java.util.Optional;
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
    first(time, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(), otherwise);
  }

  /// The first value that is there.
  ///
  /// @param otherwise what to say when there is none in that time
  static <T> T first(Duration time, Supplier<Optional<T>> source, Supplier<String> otherwise) {
    long deadline = System.nanoTime() + time.toNanos();
    while (true) {
      var value = source.get();
      if (value.isPresent()) {
        return value.get();
      } else if (System.nanoTime() > deadline) {
        throw new AssertionError(otherwise.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS));
    }
  }
}
