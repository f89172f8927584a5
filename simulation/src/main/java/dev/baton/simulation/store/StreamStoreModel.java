package dev.baton.simulation.store;

import dev.baton.chat.ChatId;
import dev.baton.chat.Message;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Versions;
import dev.baton.pubsub.Hint;
import dev.baton.store.HistoryDelta;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamRead;
import dev.baton.store.StreamStore;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads for live streams.
final class StreamStoreModel implements StreamStore {

  private final StoreModel store;

  StreamStoreModel(StoreModel store) {
    this.store = store;
  }

  @Override
  public Future<Optional<StreamRead>> read(
      ChatId chat, Optional<Versions> since, Optional<StreamCursor> joining) {
    return store.call(() ->
        store
            .row(chat)
            .map(row ->
                new StreamRead(
                    row.streamed(),
                    since.map(held -> since(row, held.history())),
                    joining.map(cursor -> lacking(row, cursor)),
                    queue(row, since, joining))));
  }

  private static Optional<List<QueuedMessage>> queue(
      ChatRow row, Optional<Versions> since, Optional<StreamCursor> joining) {
    boolean isKnown =
        joining.isEmpty() && since.filter(held -> held.queue() == row.queueVersion).isPresent();
    return isKnown
        ? Optional.empty()
        : Optional.of(row.queue.stream().map(QueuedRow::message).toList());
  }

  @Override
  public Future<List<Hint>> versions(Collection<ChatId> chats) {
    return store.call(() ->
        chats.stream()
            .distinct()
            .flatMap(id -> store.row(id).stream())
            .map(row -> row.hint(Hint.Kind.CHANGED))
            .toList());
  }

  private static HistoryDelta lacking(ChatRow row, StreamCursor cursor) {
    return switch (cursor) {
      case StreamCursor.Beginning _ -> new HistoryDelta(false, all(row));
      case StreamCursor.AfterMessage(var id) -> after(row, id);
      case StreamCursor.Position(var history, _, _) -> since(row, history);
    };
  }

  /// Who holds a message that was deleted since must start over, and so must who holds a version
  /// that never was.
  private static HistoryDelta since(ChatRow row, long held) {
    var newer = shown(row).filter(message -> message.message().revision() > held).toList();
    boolean holdsDeleted =
        newer.stream().anyMatch(message -> message.deleted() && message.createdRevision() <= held);
    return held > row.historyVersion || holdsDeleted
        ? new HistoryDelta(true, all(row))
        : new HistoryDelta(false, living(newer.stream()));
  }

  /// The reader holds what was visible when its message was added: what was deleted behind that one
  /// later is a reason to start over, what was deleted after it is not.
  private static HistoryDelta after(ChatRow row, long messageId) {
    var known = row.visible().filter(message -> message.id() == messageId).findFirst();
    if (known.isEmpty() || lostBehind(row, known.get())) {
      return new HistoryDelta(true, all(row));
    }
    long revision = known.get().createdRevision();
    return new HistoryDelta(
        false,
        living(
            shown(row)
                .filter(message ->
                    message.id() > messageId || message.message().revision() > revision)));
  }

  private static boolean lostBehind(ChatRow row, MessageRow known) {
    return shown(row)
        .anyMatch(message ->
            message.deleted()
                && message.id() < known.id()
                && message.message().revision() > known.createdRevision());
  }

  /// Tombstones of what people saw included.
  private static Stream<MessageRow> shown(ChatRow row) {
    return row.messages.stream().filter(message -> !message.hidden());
  }

  private static List<Message> all(ChatRow row) {
    return living(shown(row));
  }

  private static List<Message> living(Stream<MessageRow> rows) {
    return rows.filter(row -> !row.deleted()).map(MessageRow::message).toList();
  }
}
