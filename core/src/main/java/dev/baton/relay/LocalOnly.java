package dev.baton.relay;

import dev.baton.chat.WorkerId;
import dev.baton.parts.EpisodeLog;
import dev.baton.parts.LocalParts;
import java.util.function.Predicate;

/// What a replica without a relay can bring: the parts of its own worker.
public final class LocalOnly implements PartsSource {

  private final LocalParts parts;
  private final Predicate<WorkerId> own;

  /// @param own whether a worker is, or was, this replica's
  public LocalOnly(LocalParts parts, Predicate<WorkerId> own) {
    this.parts = parts;
    this.own = own;
  }

  @Override
  public Following follow(Target target, Listener listener) {
    if (!own.test(target.workerId())) {
      listener.onGone();
      return () -> {};
    }
    return parts.follow(target.episode(), log -> tell(log, target, listener))::cancel;
  }

  /// A log of this replica's former worker is not continued by the one that the database names now,
  /// which will begin an episode of its own.
  private static void tell(EpisodeLog log, Target target, Listener listener) {
    if (log.owner().equals(target.workerId())) {
      listener.onLog(log);
    }
  }
}
