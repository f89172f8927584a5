package dev.baton.server.contract;

import java.util.ArrayList;
import java.util.List;

/// What was found wrong in one value, in the order of the document. One thread.
final class Violations {

  /// Nobody reads more, and a body may hold a million.
  static final int MOST = 20;

  private final List<Violation> all = new ArrayList<>();

  boolean isFull() {
    return all.size() == MOST;
  }

  void add(Violation violation) {
    if (!isFull()) {
      all.add(violation);
    }
  }

  List<Violation> all() {
    return List.copyOf(all);
  }
}
