package dev.baton.simulation.store;

import java.util.EnumSet;
import java.util.Set;

/// The comparisons that keep out who must not write. The store makes all of them; a test may leave
/// one away, to see that somebody notices.
public final class Fence {

  /// One comparison.
  public enum Check {
    /// A commit or a release: the row's runner is the writer's.
    RUNNER,
    /// A commit: the row's status is the one that the writer read.
    STATUS,
    /// A commit: nobody changed the history.
    HISTORY,
    /// A commit: no episode began.
    ATTEMPT,
    /// A commit: no further model call failed.
    FAILURES,
    /// A commit that depends on the queue: nobody changed it.
    QUEUE,
    /// Acquiring: nobody owns the chat.
    UNOWNED,
    /// Taking over: the owner's lease is expired or gone.
    OWNER_DEAD,
    /// Acquiring and taking over: the taker's own lease is good.
    TAKER_ALIVE,
    /// Deleting a lease: its replica was silent for that long.
    SILENCE
  }

  /// Every comparison is made.
  public static final Fence WHOLE = new Fence(EnumSet.allOf(Check.class));

  private final Set<Check> checks;

  private Fence(Set<Check> checks) {
    this.checks = checks;
  }

  public static Fence without(Check left, Check... others) {
    return new Fence(EnumSet.complementOf(EnumSet.of(left, others)));
  }

  /// Whether the writer may go on: the comparison holds, or is not made.
  boolean passes(Check check, boolean holds) {
    return holds || !checks.contains(check);
  }
}
