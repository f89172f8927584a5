package dev.baton.postgres;

import static dev.baton.postgres.Columns.id;
import static dev.baton.postgres.Columns.text;

import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import dev.baton.json.ErrorJson;
import dev.baton.json.PartJson;
import dev.baton.pubsub.Hint;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamRead;
import dev.baton.store.StreamRow;
import dev.baton.store.StreamStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Reads for live streams, on PostgreSQL: one transaction a call, its statements sent together; a
/// second round trip only where a reader must start over. Any thread.
public final class PgStreamStore implements StreamStore {

  private static final String ROW =
      "SELECT "
          + ChatRows.HINT
          + """
          , c.last_error::text AS last_error, c.retry_state::text AS retry_state,
          CASE WHEN c.status = 'requires_action' THEN (
            SELECT jsonb_agg(
              jsonb_build_object('type', 'tool-call', 'tool_call_id', t.tool_call_id,
                'tool_name', t.tool_name, 'args', t.args)
              ORDER BY t.message_id, t.call_index)::text
            FROM tool_calls t WHERE t.chat_id = c.id AND t.settled_at IS NULL AND t.client)
          END AS client_calls
          FROM chats c WHERE c.id = $1
          """;

  /// Empty if the queue is as it was at the version.
  private static final String QUEUE =
      "SELECT "
          + MessageRows.QUEUED
          + """
          FROM chat_queued_messages q JOIN chats c ON c.id = q.chat_id AND c.queue_version <> $2
          WHERE q.chat_id = $1 ORDER BY q.position
          """;

  private static final String VERSIONS =
      "SELECT " + ChatRows.HINT + " FROM chats c WHERE c.id = ANY ($1)";

  /// No version is this one.
  private static final long UNKNOWN = -1;

  private final Pool pool;

  public PgStreamStore(Database database) {
    this.pool = database.pool();
  }

  @Override
  public Future<Optional<StreamRead>> read(
      ChatId chat, Optional<Versions> since, Optional<StreamCursor> joining) {
    return Transactions.snapshot(pool, tx -> read(tx, chat, since, joining));
  }

  @Override
  public Future<List<Hint>> versions(Collection<ChatId> chats) {
    UUID[] ids = chats.stream().map(ChatId::value).toArray(UUID[]::new);
    return pool.preparedQuery(VERSIONS)
        .execute(Tuple.of((Object) ids))
        .map(rows -> ChatReads.all(rows, row -> ChatRows.hint(row, Hint.Kind.CHANGED)));
  }

  private static Future<Optional<StreamRead>> read(
      SqlConnection tx, ChatId chat, Optional<Versions> since, Optional<StreamCursor> joining) {
    var history = new HistoryReads(tx, chat);
    long knownQueue = joining.isPresent() ? UNKNOWN : since.map(Versions::queue).orElse(UNKNOWN);
    var found = tx.preparedQuery(ROW).execute(Tuple.of(chat.value()));
    var present = found.map(PgStreamStore::historyVersion);
    var queue = tx.preparedQuery(QUEUE).execute(Tuple.of(chat.value(), knownQueue));
    var delta = optional(since.map(held -> history.since(held.history(), present)));
    var joined = optional(joining.map(cursor -> history.joining(cursor, present)));
    return Future.all(found, queue, delta, joined)
        .map(_ ->
            first(found.result())
                .map(row ->
                    new StreamRead(
                        row(row),
                        delta.result(),
                        joined.result(),
                        queue(row, queue.result(), knownQueue))));
  }

  private static StreamRow row(Row row) {
    var status = ChatRows.status(row);
    return new StreamRow(
        ChatRows.chatId(row),
        ChatRows.ownerId(row),
        status,
        row.getBoolean("archived"),
        id(row, "worker_id", WorkerId::new),
        ChatRows.versions(row),
        text(row, "last_error", ErrorJson::readError).filter(_ -> status == ChatStatus.ERROR),
        text(row, "retry_state", ErrorJson::readRetry),
        text(row, "client_calls", PgStreamStore::calls).orElse(List.of()));
  }

  private static List<Part.ToolCall> calls(String partsJson) {
    return PartJson.readAll(partsJson).stream().map(Part.ToolCall.class::cast).toList();
  }

  private static Optional<List<QueuedMessage>> queue(Row row, RowSet<Row> rows, long known) {
    return row.getLong("queue_version") == known
        ? Optional.empty()
        : Optional.of(ChatReads.all(rows, MessageRows::queued));
  }

  private static long historyVersion(RowSet<Row> rows) {
    return first(rows).map(row -> row.getLong("history_version")).orElse(0L);
  }

  private static <T> Future<Optional<T>> optional(Optional<Future<T>> read) {
    return read.map(future -> future.map(Optional::of))
        .orElse(Future.succeededFuture(Optional.empty()));
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return rows.rowCount() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }
}
