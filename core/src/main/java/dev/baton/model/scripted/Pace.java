package dev.baton.model.scripted;

import java.time.Duration;
import java.util.List;

/// How fast a step is said.
///
/// @param chunkSize characters a chunk; 0 = one word a chunk
/// @param delay between two chunks; zero = as fast as the loop allows
/// @param firstDelay before the first chunk
record Pace(int chunkSize, Duration delay, Duration firstDelay, Beat beat) {

  enum Beat {
    /// The delay begins when the chunk before was said, so a slow loop makes a slow speaker.
    RELAXED,
    /// Each chunk has its moment, counted from the first. What fell behind is said at once, so load
    /// does not let up because its server is slow.
    STEADY
  }

  /// About 40 words a second.
  static final Pace READING = new Pace(0, Duration.ofMillis(25), Duration.ZERO, Beat.RELAXED);

  /// What an object may say of its pace.
  static final List<String> KEYS =
      List.of("chunk_size", "delay_ms", "per_second", "first_delay_ms");

  private static final int MAX_CHUNK = 1 << 20;
  private static final int MAX_RATE = 1_000_000;

  /// The pace that an object asks for, key by key over this one.
  Pace overriddenBy(Keys keys) {
    var size = keys.number("chunk_size", 1, MAX_CHUNK);
    return timedBy(keys)
        .with(
            size.isPresent() ? (int) size.getAsLong() : chunkSize,
            keys.millis("first_delay_ms").orElse(firstDelay));
  }

  private Pace timedBy(Keys keys) {
    var rate = keys.number("per_second", 1, MAX_RATE);
    if (rate.isEmpty()) {
      return keys.millis("delay_ms").map(delay -> with(delay, Beat.RELAXED)).orElse(this);
    }
    if (keys.has("delay_ms")) {
      throw new MalformedScript(keys.path("per_second"), "cannot stand beside delay_ms");
    }
    return with(Duration.ofSeconds(1).dividedBy(rate.getAsLong()), Beat.STEADY);
  }

  private Pace with(Duration delay, Beat beat) {
    return new Pace(chunkSize, delay, firstDelay, beat);
  }

  private Pace with(int chunkSize, Duration firstDelay) {
    return new Pace(chunkSize, delay, firstDelay, beat);
  }
}
