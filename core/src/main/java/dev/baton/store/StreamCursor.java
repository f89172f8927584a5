package dev.baton.store;

/// What a subscriber already has.
public sealed interface StreamCursor {

  record Beginning() implements StreamCursor {}

  /// All durable messages up to this one.
  record AfterMessage(long messageId) implements StreamCursor {}

  /// All durable events of a version, and the parts of an episode up to `seq`.
  record Position(long historyVersion, long attempt, long seq) implements StreamCursor {}
}
