package dev.baton.server.config;

import java.time.Duration;

/// Running chats here: how many at once, how they are found, and when a turn has gone too far.
public record WorkerConfig(
    int slots,
    Duration pollEvery,
    Duration drainGrace,
    int maxSteps,
    Duration turnDeadline,
    int maxOwnerDeaths,
    Duration requiresActionTimeout) {

  static final WorkerConfig DEFAULTS =
      new WorkerConfig(
          5000,
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          1200,
          Duration.ofMinutes(15),
          10,
          Duration.ofMinutes(5));

  public WorkerConfig {
    Check.between("slots", slots, 1, 1_000_000);
    Check.positive("poll-every", pollEvery);
    Check.positive("drain-grace", drainGrace);
    Check.between("max-steps", maxSteps, 1, 1_000_000);
    Check.positive("turn-deadline", turnDeadline);
    Check.between("max-owner-deaths", maxOwnerDeaths, 1, 1000);
    Check.positive("requires-action-timeout", requiresActionTimeout);
  }
}
