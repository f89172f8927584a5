package dev.baton.server.e2e;

import java.util.Comparator;

/// Where a client stands in a chat's stream: a version of the history, and the parts of an episode
/// up to `seq`.
record Cursor(Episode episode, long seq) {

  /// One attempt at one step.
  record Episode(long historyVersion, long attempt) implements Comparable<Episode> {

    private static final Comparator<Episode> ORDER =
        Comparator.comparingLong(Episode::historyVersion).thenComparingLong(Episode::attempt);

    @Override
    public int compareTo(Episode other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return historyVersion + "/" + attempt;
    }
  }

  static Cursor of(long historyVersion, long attempt, long seq) {
    return new Cursor(new Episode(historyVersion, attempt), seq);
  }

  @Override
  public String toString() {
    return episode + "/" + seq;
  }
}
