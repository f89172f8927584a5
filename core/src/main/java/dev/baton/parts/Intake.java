package dev.baton.parts;

import dev.baton.json.CleanText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Stands between a writer and its log: puts torn surrogate pairs together, cleans, and bounds.
/// Guarded by the log.
final class Intake {

  static final String OUTPUT_CUT = "\n… more live output is not shown …\n";
  static final String EPISODE_CUT = "\n… the rest is not shown live …\n";

  private final PartsConfig config;
  private final Budget episode;
  private final Map<String, Budget> outputs = new HashMap<>();
  private final Map<LivePart.Delta, Character> firstHalves = new HashMap<>();

  Intake(PartsConfig config) {
    this.config = config;
    this.episode = new Budget(config.episodeChars(), EPISODE_CUT);
  }

  /// The text to add; empty if it is beyond a bound that has been announced.
  Optional<String> delta(LivePart.Delta kind, String delta) {
    var text = CleanText.clean(joined(kind, delta));
    return kind instanceof LivePart.Output output
        ? output(output.toolCallId()).take(text).flatMap(episode::take)
        : episode.take(text);
  }

  /// Whether a part that cannot be cut is to be added.
  boolean admits(int chars) {
    return episode.admits(chars);
  }

  private Budget output(String toolCallId) {
    return outputs.computeIfAbsent(toolCallId, _ -> new Budget(config.outputChars(), OUTPUT_CUT));
  }

  /// A first half at the end waits for the next delta of its kind; alone it is no character.
  private String joined(LivePart.Delta kind, String delta) {
    var half = firstHalves.remove(kind);
    var text = half == null ? delta : half + delta;
    if (text.isEmpty() || !Character.isHighSurrogate(text.charAt(text.length() - 1))) {
      return text;
    }
    firstHalves.put(kind, text.charAt(text.length() - 1));
    return text.substring(0, text.length() - 1);
  }

  /// A number of characters, and what readers see instead of those beyond it.
  private static final class Budget {

    private final String marker;
    private long left;
    private boolean announced;

    Budget(int cap, String marker) {
      this.left = cap;
      this.marker = marker;
    }

    Optional<String> take(String text) {
      if (announced) {
        return Optional.empty();
      }
      if (text.length() <= left) {
        left -= text.length();
        return Optional.of(text);
      }
      announced = true;
      return Optional.of(text.substring(0, fitting(text)) + marker);
    }

    boolean admits(int chars) {
      left -= chars;
      return !announced;
    }

    private int fitting(String text) {
      int end = (int) Math.max(0, left);
      return end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
  }
}
