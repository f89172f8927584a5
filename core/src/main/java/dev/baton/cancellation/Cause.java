package dev.baton.cancellation;

/// Why work is stopped.
public enum Cause {
  /// Somebody asked the chat to stop: what exists of the step is committed.
  INTERRUPTED,
  /// This replica is going down: the chat stays runnable and is released.
  SHUTDOWN,
  /// This replica's worker is gone from the database: its chats are others' now.
  LEASE_LOST,
  /// The chat's row has moved on: it has another owner, another history, or is gone.
  SUPERSEDED,
  /// It took longer than the deployment allows.
  DEADLINE
}
