package dev.baton.worker;

import dev.baton.store.Acquired;
import io.vertx.core.Future;

/// Gives each runner a thread of its own, on which it may wait.
public interface RunnerThreads {

  /// Begins to run there; returns at once.
  RunnerThread start(Acquired acquired, Runnable run);

  /// The thread of one runner. Its run and the messages to it take turns: a message is taken before
  /// the run begins, or while it waits.
  interface RunnerThread {

    /// Any thread. After the end of the run it does no harm.
    void tell(Runnable message);

    /// Completes when the run is over, and fails if it broke.
    Future<Void> ended();
  }
}
