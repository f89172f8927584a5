package dev.baton.model.scripted;

import java.time.Duration;

/// How fast a step is said.
///
/// @param chunkSize characters a chunk; 0 = one word a chunk
/// @param delay between two chunks; zero = as fast as the loop allows
/// @param firstDelay before the first chunk
record Pace(int chunkSize, Duration delay, Duration firstDelay) {

  /// About 40 words a second.
  static final Pace READING = new Pace(0, Duration.ofMillis(25), Duration.ZERO);

  private static final int MAX_CHUNK = 1 << 20;

  /// The pace that an object asks for, key by key over this one.
  Pace overriddenBy(Keys keys) {
    var size = keys.number("chunk_size", 1, MAX_CHUNK);
    return new Pace(
        size.isPresent() ? (int) size.getAsLong() : chunkSize,
        keys.millis("delay_ms").orElse(delay),
        keys.millis("first_delay_ms").orElse(firstDelay));
  }
}
