package dev.baton.server.websocket;

import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Versions;
import dev.baton.pubsub.Hint;
import dev.baton.server.http.Samples;
import dev.baton.store.HistoryDelta;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamRead;
import dev.baton.store.StreamRow;
import dev.baton.store.StreamStore;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// One waiting chat with one message; notes from where it is joined.
final class FakeChats implements StreamStore {

  final List<StreamCursor> joined = new CopyOnWriteArrayList<>();
  volatile boolean deleted;

  @Override
  public Future<Optional<StreamRead>> read(
      ChatId chat, Optional<Versions> since, Optional<StreamCursor> joining) {
    joining.ifPresent(joined::add);
    var all = new HistoryDelta(false, List.of(Samples.message()));
    var read =
        new StreamRead(row(), since.map(_ -> all), joining.map(_ -> all), Optional.of(List.of()));
    return Future.succeededFuture(deleted ? Optional.empty() : Optional.of(read));
  }

  @Override
  public Future<List<Hint>> versions(Collection<ChatId> chats) {
    return Future.succeededFuture(List.of());
  }

  private static StreamRow row() {
    return new StreamRow(
        Samples.CHAT_ID,
        Samples.chat().ownerId(),
        ChatStatus.WAITING,
        false,
        Optional.empty(),
        new Versions(4, 4, 1, 0, 1),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
