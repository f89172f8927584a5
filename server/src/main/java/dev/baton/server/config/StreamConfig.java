package dev.baton.server.config;

import java.time.Duration;

/// Streams to clients, and how long a finished episode's parts can still be read.
public record StreamConfig(
    Duration reconcileEvery,
    Duration pingEvery,
    Duration episodeRetention,
    int maxFrameEvents,
    int maxFrameBytes) {

  static final StreamConfig DEFAULTS =
      new StreamConfig(
          Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(15), 256, 1024 * 1024);

  public StreamConfig {
    Check.positive("reconcile-every", reconcileEvery);
    Check.positive("ping-every", pingEvery);
    Check.positive("episode-retention", episodeRetention);
    Check.between("max-frame-events", maxFrameEvents, 1, 65_536);
    Check.between("max-frame-bytes", maxFrameBytes, 1024, 64 * 1024 * 1024);
  }
}
