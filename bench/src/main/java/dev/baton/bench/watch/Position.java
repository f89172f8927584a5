package dev.baton.bench.watch;

/// A cursor: up to where a client has been told.
public record Position(long historyVersion, long attempt, long seq) {

  /// The query with which a client comes back.
  public String query() {
    return "?history_version=%d&generation_attempt=%d&seq=%d"
        .formatted(historyVersion, attempt, seq);
  }

  public Position at(long otherSeq) {
    return new Position(historyVersion, attempt, otherSeq);
  }
}
