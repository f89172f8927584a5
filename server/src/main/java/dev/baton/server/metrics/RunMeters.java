package dev.baton.server.metrics;

import dev.baton.store.Acquired;
import dev.baton.worker.RunListener;
import java.util.concurrent.TimeUnit;

/// Counts the chats that this replica took, and how long they had waited.
public final class RunMeters implements RunListener {

  private final Metrics metrics;

  public RunMeters(Metrics metrics) {
    this.metrics = metrics;
    count("unowned", 0);
    count("dead_owner", 0);
  }

  @Override
  public void onBegun(Acquired chat) {
    count(chat.takenFrom().isPresent() ? "dead_owner" : "unowned", 1);
    if (chat.takenFrom().isEmpty()) {
      metrics
          .timer("baton.queue.wait", "From when a chat became runnable to when it was taken.")
          .record(chat.waited().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void onEnded(Acquired chat) {}

  private void count(String cause, int more) {
    metrics
        .counter("baton.takeovers", "Chats that this replica took, by cause.", "cause", cause)
        .increment(more);
  }
}
