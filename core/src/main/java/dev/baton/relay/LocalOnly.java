package dev.baton.relay;

import dev.baton.chat.WorkerId;
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
    var waiting =
        parts.follow(
            target.episode(),
            log -> {
              if (log.owner().equals(target.workerId())) {
                listener.onLog(log);
              } else {
                listener.onGone();
              }
            });
    return waiting::cancel;
  }
}
