package dev.baton.worker;

import dev.baton.chat.WorkerId;

/// What the worker must know of its replica's lease. Any thread.
public interface Lease {

  WorkerId worker();

  /// Whether the lease is certainly good, so that effects outside may be caused.
  boolean isTrusted();

  /// Whether chats of dead workers may be taken: not right after a time in which nobody could
  /// renew.
  boolean mayTakeOver();
}
