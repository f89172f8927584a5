package dev.baton.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before trying again: `first` after one failure, doubling with each further one
/// in a row, up to `limit`.
public record Backoff(Duration first, Duration limit) {

  private static final int MOST_DOUBLINGS = 30;

  public Backoff {
    if (!first.isPositive() || limit.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "a back-off needs 0 < first <= limit, not %s, %s".formatted(first, limit));
    }
  }

  /// The pause after so many failures in a row; none after none.
  public Duration after(int failures) {
    if (failures < 1) {
      return Duration.ZERO;
    }
    var pause = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return pause.compareTo(limit) > 0 ? limit : pause;
  }

  /// The same less up to half by chance, so that replicas that lost the same server do not come
  /// back in step.
  public Duration after(int failures, RandomGenerator random) {
    long nanos = after(failures).toNanos();
    return Duration.ofNanos(nanos - random.nextLong(nanos / 2 + 1));
  }
}
