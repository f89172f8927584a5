package dev.baton.worker;

import java.time.Duration;

/// How a replica takes chats.
///
/// @param slots chats that run here at once
/// @param pollEvery how often the store is asked without a hint
/// @param drainGrace how long chats may take to reach the end of a step when the replica stops
public record WorkerConfig(int slots, Duration pollEvery, Duration drainGrace) {

  public static final WorkerConfig DEFAULTS =
      new WorkerConfig(5_000, Duration.ofSeconds(1), Duration.ofSeconds(10));

  public WorkerConfig {
    if (slots < 1) {
      throw new IllegalArgumentException("worker.slots must be positive, not " + slots);
    }
    if (!pollEvery.isPositive()) {
      throw new IllegalArgumentException("worker.poll-every must be positive, not " + pollEvery);
    }
    if (drainGrace.isNegative()) {
      throw new IllegalArgumentException(
          "worker.drain-grace must not be negative, but is " + drainGrace);
    }
  }
}
