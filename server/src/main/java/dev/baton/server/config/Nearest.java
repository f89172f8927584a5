package dev.baton.server.config;

import java.util.Collection;
import java.util.Comparator;

/// The word that is fewest edits away.
final class Nearest {

  private Nearest() {}

  /// @param words not empty
  static String to(String word, Collection<String> words) {
    return words.stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .orElseThrow();
  }

  private static int distance(String a, String b) {
    var above = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
