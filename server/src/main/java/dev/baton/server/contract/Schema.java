package dev.baton.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/// What one JSON value must be like. Any thread.
///
/// @param types what it may be; empty = anything
/// @param rules beyond its type, in the order in which they are looked at; the first that does not
///   hold is told
/// @param inner about what is inside the value, looked at if all rules hold
record Schema(Set<String> types, List<Rule> rules, List<Inner> inner, Wording wording) {

  /// One keyword.
  interface Rule {
    boolean holds(JsonNode value);

    String keyword(JsonNode value);

    String fault();
  }

  /// A keyword about fields or elements, which have schemas of their own.
  @FunctionalInterface
  interface Inner {
    void check(JsonNode value, Place at, Violations found);
  }

  boolean admitsNull() {
    return types.contains("null");
  }

  void check(JsonNode value, Place at, Violations found) {
    if (found.isFull()) {
      return;
    }
    if (!types.isEmpty() && types.stream().noneMatch(type -> Types.is(type, value))) {
      found.add(wording.violation("type", at, Types.fault(types)));
      return;
    }
    for (Rule rule : rules) {
      if (!rule.holds(value)) {
        found.add(wording.violation(rule.keyword(value), at, rule.fault()));
        return;
      }
    }
    for (Inner each : inner) {
      each.check(value, at, found);
    }
  }
}
