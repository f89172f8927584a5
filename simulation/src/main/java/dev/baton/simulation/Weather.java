package dev.baton.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is wrong with the outside world at the moment: the database, and the ways to it.
final class Weather {

  private final Set<Host> cut = new HashSet<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean calm;
  private boolean databasePaused;

  /// No more faults from now on.
  boolean isCalm() {
    return calm;
  }

  void calmDown() {
    calm = true;
  }

  boolean isCut(Host host) {
    return cut.contains(host);
  }

  void cut(Host host) {
    cut.add(host);
  }

  void heal(Host host) {
    cut.remove(host);
  }

  void pauseDatabase() {
    databasePaused = true;
  }

  void resumeDatabase() {
    databasePaused = false;
    var due = List.copyOf(waiting);
    waiting.clear();
    due.forEach(Runnable::run);
  }

  /// Has the database do something, as soon as it can.
  void atDatabase(Runnable request) {
    if (databasePaused) {
      waiting.add(request);
    } else {
      request.run();
    }
  }
}
