package dev.baton.parts;

/// What became of a part that was added.
public sealed interface Addition {

  /// It is in the log, as `seq`.
  record Added(long seq) implements Addition {}

  /// It is beyond a bound that readers were already told of; nothing was added.
  record Cut() implements Addition {}

  /// The episode is over; nothing was added.
  record Closed() implements Addition {}
}
