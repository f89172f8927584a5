package dev.baton.server.websocket;

import java.time.Duration;

/// How live connections are kept.
///
/// @param pingEvery how often a client is asked for a sign of life
/// @param silenceLimit how long it may give none
public record StreamSettings(Duration pingEvery, Duration silenceLimit) {

  public static final StreamSettings DEFAULTS =
      new StreamSettings(Duration.ofSeconds(15), Duration.ofSeconds(45));

  public StreamSettings {
    if (!pingEvery.isPositive() || silenceLimit.compareTo(pingEvery) <= 0) {
      throw new IllegalArgumentException(
          "stream needs 0 < ping-every < silence-limit, not %s, %s"
              .formatted(pingEvery, silenceLimit));
    }
  }
}
