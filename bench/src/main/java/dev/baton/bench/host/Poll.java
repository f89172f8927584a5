package dev.baton.bench.host;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waiting for what announces itself to nobody.
public final class Poll {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private Poll() {}

  /// @param otherwise what to say when it has not happened in time
  /// @throws HostException then
  public static void until(Duration within, BooleanSupplier happened, Supplier<String> otherwise) {
    long end = System.nanoTime() + within.toNanos();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new HostException(otherwise.get());
      }
      pause(PAUSE);
    }
  }

  public static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("interrupted", e);
    }
  }
}
