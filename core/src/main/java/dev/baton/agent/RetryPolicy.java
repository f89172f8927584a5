package dev.baton.agent;

import dev.baton.model.ModelFailure;
import dev.baton.time.Backoff;
import java.time.Duration;
import java.util.Optional;

/// How a failed model call is tried again: the pause doubles from the first to the longest, and is
/// never shorter than the provider asks for.
///
/// @param maxFailures failed calls in a row after which the turn ends with the error
public record RetryPolicy(int maxFailures, Duration firstDelay, Duration longestDelay) {

  /// A provider that wants to be left alone for longer has, for this turn, refused.
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

  public static final RetryPolicy DEFAULTS =
      new RetryPolicy(25, Duration.ofSeconds(1), Duration.ofSeconds(60));

  public RetryPolicy {
    if (maxFailures < 1 || !firstDelay.isPositive() || longestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "model.retry needs max-failures > 0 and 0 < first-delay <= longest-delay, not %d, %s, %s"
              .formatted(maxFailures, firstDelay, longestDelay));
    }
  }

  /// The pause before the next call, or nothing if there should be none.
  ///
  /// @param failures failed calls so far, this one included
  public Optional<Duration> delayAfter(int failures, ModelFailure failure) {
    if (!failure.error().retryable() || failures >= maxFailures) {
      return Optional.empty();
    }
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    if (asked.compareTo(LONGEST_ASKED) > 0) {
      return Optional.empty();
    }
    Duration delay = new Backoff(firstDelay, longestDelay).after(failures);
    return Optional.of(asked.compareTo(delay) > 0 ? asked : delay);
  }
}
