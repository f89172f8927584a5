package dev.baton.bench.watch;

/// Adjacent parts of one episode, as one event brought them.
///
/// @param seq the last of them
/// @param count how many, at least 1
record PartRange(long historyVersion, long attempt, long seq, long count) {

  long firstSeq() {
    return seq - count + 1;
  }

  boolean isOfEpisode(PartRange other) {
    return historyVersion == other.historyVersion && attempt == other.attempt;
  }
}
