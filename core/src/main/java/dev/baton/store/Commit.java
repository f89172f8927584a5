package dev.baton.store;

/// What became of a fenced write.
public sealed interface Commit {

  /// It is in the store, and so is the row as it now stands.
  record Committed(TurnState after) implements Commit {}

  /// The fence no longer matched: nothing was written. That alone does not mean "stop": the runner
  /// reads the row again and acts on what it finds.
  record Missed() implements Commit {}
}
