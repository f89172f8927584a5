package dev.baton.lease;

import dev.baton.chat.WorkerId;

/// What others must know of this replica's lease. Any thread.
public interface Lease {

  WorkerId worker();

  /// Whether the lease is certainly good, so that effects outside may be caused.
  boolean isTrusted();

  /// Whether chats of dead workers may be taken: not right after a time in which nobody could
  /// renew.
  boolean mayTakeOver();
}
