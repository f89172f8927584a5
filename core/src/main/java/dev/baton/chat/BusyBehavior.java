package dev.baton.chat;

/// What a message does to a turn that is still running.
public enum BusyBehavior {
  /// Waits in the queue until the turn has ended.
  QUEUE,
  /// Waits in the queue and ends the turn now.
  INTERRUPT
}
