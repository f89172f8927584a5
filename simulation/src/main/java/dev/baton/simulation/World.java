package dev.baton.simulation;

import org.jspecify.annotations.Nullable;

/// What everybody in one history shares.
///
/// @param tally how often what was exercised
record World(Timeline timeline, Chronicle chronicle, Weather weather, Tally tally) {

  /// A line of the history. What it is about is only put into words if somebody reads it.
  void tell(Object who, String what, @Nullable Object... about) {
    chronicle.tell(who, what, about);
  }

  void require(boolean holds, Check check, String detail, @Nullable Object... about) {
    if (!holds) {
      chronicle.violated(check, detail, about);
    }
  }

  void count(String what) {
    tally.count(what);
  }
}
