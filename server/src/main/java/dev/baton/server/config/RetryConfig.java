package dev.baton.server.config;

import java.time.Duration;

/// How often a failed model call is made again, with delays that double from first to longest.
public record RetryConfig(int maxFailures, Duration firstDelay, Duration maxDelay) {

  static final RetryConfig DEFAULTS =
      new RetryConfig(25, Duration.ofSeconds(1), Duration.ofSeconds(60));

  public RetryConfig {
    Check.between("max-failures", maxFailures, 1, 1000);
    Check.positive("first-delay", firstDelay);
    Check.positive("max-delay", maxDelay);
    Check.notMore("first-delay", firstDelay, "model.retry.max-delay", maxDelay);
  }
}
