package dev.baton.postgres;

import dev.baton.chat.Chat;
import dev.baton.chat.ChatId;
import dev.baton.chat.Message;
import dev.baton.chat.QueuedMessage;
import dev.baton.store.Actor;
import dev.baton.store.ChatPage;
import dev.baton.store.ChatQuery;
import dev.baton.store.MessagePage;
import dev.baton.store.MessageQuery;
import dev.baton.store.Scope;
import dev.baton.store.StoreException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/// What people read: chats, lists of them, histories.
final class ChatReads {

  private static final String VISIBLE =
      "SELECT " + ChatRows.CHAT + " FROM chats c WHERE c.id = $1 AND (c.owner_id = $2 OR $3)";

  private static final String MATCHING =
      """
      strpos(lower(c.title), lower($1)) > 0
        AND ($2::boolean IS NULL OR c.archived = $2)
        AND c.labels @> $3::text::jsonb
        AND (c.updated_at, c.id) < ($4, $5)
      """;

  private static final String NEWEST_FIRST = " ORDER BY c.updated_at DESC, c.id DESC LIMIT $6";

  private static final String LIST_ALL =
      "SELECT " + ChatRows.CHAT + " FROM chats c WHERE " + MATCHING + NEWEST_FIRST;

  private static final String LIST_OWN =
      "SELECT "
          + ChatRows.CHAT
          + " FROM chats c WHERE "
          + MATCHING
          + " AND c.owner_id = $7"
          + NEWEST_FIRST;

  private static final String MESSAGES =
      "SELECT "
          + MessageRows.MESSAGE
          + """
          FROM chat_messages m
          WHERE m.chat_id = $1 AND m.id < $2 AND m.id > $3 AND NOT m.hidden AND NOT m.deleted
          """;

  private static final String MESSAGES_DESCENDING = MESSAGES + " ORDER BY m.id DESC LIMIT $4";

  private static final String MESSAGES_ASCENDING = MESSAGES + " ORDER BY m.id LIMIT $4";

  private static final String QUEUE =
      "SELECT "
          + MessageRows.QUEUED
          + " FROM chat_queued_messages q WHERE q.chat_id = $1 ORDER BY q.position";

  private final Pool pool;

  ChatReads(Pool pool) {
    this.pool = pool;
  }

  Future<Chat> chat(Actor actor, ChatId id) {
    return Permission.of(actor, Scope.CHAT_READ).compose(_ -> visible(actor, id));
  }

  /// The chat, if it may be seen; what the credential may do has been asked.
  Future<Chat> visible(Actor actor, ChatId id) {
    return visible(pool.preparedQuery(VISIBLE).execute(visibility(actor, id)));
  }

  Future<ChatPage> list(Actor actor, ChatQuery query) {
    return Permission.of(actor, Scope.CHAT_READ).compose(_ -> page(actor, query));
  }

  private Future<ChatPage> page(Actor actor, ChatQuery query) {
    var from = query.after().map(ListCursor::parse).orElse(ListCursor.NEWEST);
    var parameters =
        Tuple.tuple()
            .addString(query.title().orElse(""))
            .addBoolean(query.archived().orElse(null))
            .addString(ChatRows.labelsJson(query.labels()))
            .addOffsetDateTime(from.updatedAt())
            .addUUID(from.id())
            .addInteger(query.limit() + 1);
    boolean everyones = actor.role() == Actor.Role.AUDITOR;
    if (!everyones) {
      parameters.addUUID(actor.id().value());
    }
    return pool.preparedQuery(everyones ? LIST_ALL : LIST_OWN)
        .execute(parameters)
        .map(rows -> page(all(rows, ChatRows::chat), query.limit()));
  }

  Future<MessagePage> messages(Actor actor, ChatId id, MessageQuery query) {
    return Permission.of(actor, Scope.CHAT_READ)
        .compose(_ -> Transactions.snapshot(pool, tx -> messages(tx, actor, id, query)));
  }

  private static Future<MessagePage> messages(
      SqlConnection tx, Actor actor, ChatId id, MessageQuery query) {
    boolean first = query.beforeId().isEmpty() && query.afterId().isEmpty();
    boolean ascending = query.beforeId().isEmpty() && query.afterId().isPresent();
    var chat = tx.preparedQuery(VISIBLE).execute(visibility(actor, id));
    var messages =
        tx.preparedQuery(ascending ? MESSAGES_ASCENDING : MESSAGES_DESCENDING)
            .execute(
                Tuple.of(
                    id.value(),
                    query.beforeId().orElse(Long.MAX_VALUE),
                    query.afterId().orElse(-1),
                    query.limit() + 1));
    Future<List<QueuedMessage>> queue = first ? queue(tx, id) : Future.succeededFuture(List.of());
    return visible(chat)
        .compose(_ -> messages)
        .compose(rows -> queue.map(q -> page(all(rows, MessageRows::message), q, query.limit())));
  }

  private static Future<List<QueuedMessage>> queue(SqlConnection tx, ChatId id) {
    return tx.preparedQuery(QUEUE)
        .execute(Tuple.of(id.value()))
        .map(rows -> all(rows, MessageRows::queued));
  }

  static <T> List<T> all(RowSet<Row> rows, Function<Row, T> type) {
    return StreamSupport.stream(rows.spliterator(), false).map(type).toList();
  }

  private static Tuple visibility(Actor actor, ChatId id) {
    return Tuple.of(id.value(), actor.id().value(), actor.readsEverything());
  }

  private static Future<Chat> visible(Future<RowSet<Row>> found) {
    return found.map(rows -> {
      if (rows.rowCount() == 0) {
        throw new StoreException.NotFound("Chat");
      }
      return ChatRows.chat(rows.iterator().next());
    });
  }

  private static ChatPage page(List<Chat> oneMore, int limit) {
    if (oneMore.size() <= limit) {
      return new ChatPage(oneMore, Optional.empty());
    }
    var chats = List.copyOf(oneMore.subList(0, limit));
    return new ChatPage(chats, Optional.of(ListCursor.after(chats.getLast()).text()));
  }

  private static MessagePage page(List<Message> oneMore, List<QueuedMessage> queue, int limit) {
    boolean hasMore = oneMore.size() > limit;
    return new MessagePage(
        hasMore ? List.copyOf(oneMore.subList(0, limit)) : oneMore, queue, hasMore);
  }
}
