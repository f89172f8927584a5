package dev.baton.postgres;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before trying again: doubling up to a limit, less up to half by chance, so that
/// replicas that lost the same server do not come back in step.
record Backoff(Duration first, Duration limit) {

  /// The pause after so many failures in a row, at least one.
  Duration after(int failures, RandomGenerator random) {
    long nanos = first.toNanos() << Math.min(failures - 1, 30);
    long bounded = Math.min(nanos, limit.toNanos());
    return Duration.ofNanos(bounded - random.nextLong(bounded / 2 + 1));
  }
}
