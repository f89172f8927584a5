package dev.baton.postgres;

import dev.baton.chat.ChatId;
import dev.baton.chat.Message;
import dev.baton.store.HistoryDelta;
import dev.baton.store.StreamCursor;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;

/// What a reader of a chat's visible messages lacks, found within one snapshot of the database.
/// Deleted rows stay as tombstones, and they decide: a reader that holds one must start over.
final class HistoryReads {

  private static final String COLUMNS =
      "SELECT " + MessageRows.MESSAGE + ", m.deleted, m.created_revision FROM chat_messages m ";

  private static final String ALL =
      COLUMNS + "WHERE m.chat_id = $1 AND NOT m.hidden AND NOT m.deleted ORDER BY m.id";

  private static final String NEWER =
      COLUMNS + "WHERE m.chat_id = $1 AND m.revision > $2 AND NOT m.hidden ORDER BY m.id";

  /// The reader holds what was visible when the message of its cursor was added. A row behind the
  /// cursor that was deleted since is one that it holds; a deleted row after the cursor is not.
  private static final String AFTER =
      "WITH known AS (SELECT created_revision AS revision FROM chat_messages "
          + "WHERE chat_id = $1 AND id = $2 AND NOT hidden AND NOT deleted) "
          + COLUMNS
          + """
          , known
          WHERE m.chat_id = $1 AND (m.id > $2 OR m.revision > known.revision)
            AND NOT m.hidden AND (NOT m.deleted OR m.id < $2)
          ORDER BY m.id
          """;

  private static final String IS_KNOWN =
      """
      SELECT FROM chat_messages WHERE chat_id = $1 AND id = $2 AND NOT hidden AND NOT deleted
      """;

  private final SqlConnection tx;
  private final ChatId chat;

  HistoryReads(SqlConnection tx, ChatId chat) {
    this.tx = tx;
    this.chat = chat;
  }

  Future<HistoryDelta> joining(StreamCursor cursor, Future<Long> present) {
    return switch (cursor) {
      case StreamCursor.Beginning _ -> all(false);
      case StreamCursor.AfterMessage(var id) -> after(id);
      case StreamCursor.Position(var history, _, _) -> since(history, present);
    };
  }

  /// @param held the history version that the reader has
  /// @param present the chat's own
  Future<HistoryDelta> since(long held, Future<Long> present) {
    var newer = query(NEWER, Tuple.of(chat.value(), held));
    return present.compose(now ->
        newer.compose(rows -> held > now || holdsDeleted(rows, held) ? all(true) : delta(rows)));
  }

  private Future<HistoryDelta> after(long messageId) {
    var cursor = Tuple.of(chat.value(), messageId);
    var known = query(IS_KNOWN, cursor);
    var newer = query(AFTER, cursor);
    return known.compose(found ->
        newer.compose(rows ->
            found.rowCount() == 0 || holdsDeleted(rows, Long.MAX_VALUE) ? all(true) : delta(rows)));
  }

  private Future<HistoryDelta> all(boolean reset) {
    return query(ALL, Tuple.of(chat.value())).map(rows -> new HistoryDelta(reset, live(rows)));
  }

  private static Future<HistoryDelta> delta(RowSet<Row> rows) {
    return Future.succeededFuture(new HistoryDelta(false, live(rows)));
  }

  private static boolean holdsDeleted(RowSet<Row> rows, long held) {
    return StreamSupport.stream(rows.spliterator(), false)
        .anyMatch(row -> row.getBoolean("deleted") && row.getLong("created_revision") <= held);
  }

  private static List<Message> live(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(row -> !row.getBoolean("deleted"))
        .map(MessageRows::message)
        .toList();
  }

  private Future<RowSet<Row>> query(String sql, Tuple parameters) {
    return tx.preparedQuery(sql).execute(parameters);
  }
}
