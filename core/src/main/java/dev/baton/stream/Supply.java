package dev.baton.stream;

/// What a feed knows of the parts of the current episode.
sealed interface Supply {

  /// None are expected, or nobody has answered yet.
  record Unknown() implements Supply {}

  /// They are here, up to `lastSeq` at the moment.
  record Here(long lastSeq) implements Supply {}

  /// They cannot be had.
  record Gone() implements Supply {}
}
