package dev.baton.model;

import dev.baton.json.CleanText;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes what providers say fit to be kept: without keys, short, and storable.
///
/// @param secrets the provider's own key and header values, which are removed wherever they appear
record Redaction(List<String> secrets) {

  static final int MAX_CHARS = 500;

  private static final String REMOVED = "[removed]";
  private static final Pattern LOOKS_LIKE_A_KEY =
      Pattern.compile(
          "(?i)\\bsk-[\\w*.-]{4,}|\\bbearer\\s+[\\w*.~+/=-]{4,}"
              + "|(?<=api[_-]?key[\"']?[:=]\\s?[\"']?)[\\w*.~+/=-]{4,}");

  /// Short header values are names of things, not keys.
  private static final int SHORTEST_SECRET = 8;

  static Redaction of(ProviderConfig provider) {
    return new Redaction(
        Stream.concat(provider.apiKey().stream(), provider.headers().values().stream())
            .filter(value -> value.length() >= SHORTEST_SECRET)
            .toList());
  }

  /// The keys go first, so that none survives by being cut in half.
  String clean(String text) {
    var clean = CleanText.clean(text);
    for (var secret : secrets) {
      clean = clean.replace(secret, REMOVED);
    }
    return cut(LOOKS_LIKE_A_KEY.matcher(clean).replaceAll(REMOVED), MAX_CHARS);
  }

  private static String cut(String text, int chars) {
    if (text.length() <= chars) {
      return text;
    }
    int end = chars - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
