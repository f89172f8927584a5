package dev.baton.parts;

import java.time.Duration;

/// Bounds of live parts.
///
/// @param retention how long a closed log can still be read
/// @param outputChars how many characters of one tool call's live output are kept
/// @param episodeChars how many characters of one episode are kept
public record PartsConfig(Duration retention, int outputChars, int episodeChars) {

  public static final PartsConfig DEFAULTS =
      new PartsConfig(Duration.ofSeconds(15), 64 * 1024, 16 * 1024 * 1024);

  public PartsConfig {
    if (retention.isNegative() || retention.isZero()) {
      throw new IllegalArgumentException("parts.retention must be positive, not " + retention);
    }
    if (outputChars < 1) {
      throw new IllegalArgumentException("parts.output-chars must be positive, not " + outputChars);
    }
    if (episodeChars < outputChars) {
      throw new IllegalArgumentException(
          "parts.episode-chars must be at least parts.output-chars, not " + episodeChars);
    }
  }
}
