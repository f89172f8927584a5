package dev.baton.server.metrics;

import dev.baton.chat.ChatId;
import dev.baton.chat.Versions;
import dev.baton.pubsub.Hint;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamRead;
import dev.baton.store.StreamStore;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Times the reads that live streams cause, by what they are for.
public final class MeasuredStreams implements StreamStore {

  private final StreamStore store;
  private final Metrics metrics;

  public MeasuredStreams(StreamStore store, Metrics metrics) {
    this.store = store;
    this.metrics = metrics;
  }

  @Override
  public Future<Optional<StreamRead>> read(
      ChatId chat, Optional<Versions> since, Optional<StreamCursor> joining) {
    return timed(joining.isPresent() ? "join" : "change", store.read(chat, since, joining));
  }

  @Override
  public Future<List<Hint>> versions(Collection<ChatId> chats) {
    return timed("compare", store.versions(chats));
  }

  private <T> Future<T> timed(String reason, Future<T> read) {
    long begun = metrics.clock().monotonicTime();
    return read.onComplete(_ ->
        metrics
            .timer("baton.sync.read", "Reads for live streams, by reason.", "reason", reason)
            .record(metrics.clock().monotonicTime() - begun, TimeUnit.NANOSECONDS));
  }
}
