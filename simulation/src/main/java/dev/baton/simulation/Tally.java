package dev.baton.simulation;

import java.util.Map;
import java.util.TreeMap;

/// How often things happened. One thread; those of several are added up.
final class Tally {

  private final Map<String, Long> counts = new TreeMap<>();

  void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  void add(Tally other) {
    other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
  }

  /// By kind, in alphabetical order; `prefix` chooses the kinds.
  Map<String, Long> of(String prefix) {
    var chosen = new TreeMap<String, Long>();
    counts.forEach((what, count) -> {
      if (what.startsWith(prefix)) {
        chosen.put(what.substring(prefix.length()), count);
      }
    });
    return chosen;
  }
}
