package dev.baton.bench.scenario;

import dev.baton.bench.watch.Faults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a scenario found.
///
/// @param figures all that was measured, by name, in the order in which to show it: numbers, texts
///   and records of them
public record Result(
    String scenario, List<Goal> goals, Map<String, Object> figures, Faults.Count faults) {

  /// @param figures names and values in turn
  static Result of(String scenario, List<Goal> goals, Faults.Count faults, Object... figures) {
    var named = new LinkedHashMap<String, Object>();
    for (int i = 0; i < figures.length; i += 2) {
      named.put(figures[i].toString(), figures[i + 1]);
    }
    return new Result(scenario, goals, named, faults);
  }
}
