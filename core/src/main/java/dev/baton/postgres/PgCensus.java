package dev.baton.postgres;

import dev.baton.chat.ChatStatus;
import dev.baton.store.Census;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.EnumMap;

/// Counts chats, in one statement and through indexes alone: chats at rest, of which there may be
/// millions, are taken from the planner's statistics once there are many.
public final class PgCensus {

  private static final String COUNT =
      """
      WITH busy AS (
        SELECT status, count(*) AS chats FROM chats
        WHERE NOT archived AND status <> 'waiting' GROUP BY status),
      unowned AS (
        SELECT count(*) AS chats, clock_timestamp() - min(runnable_since) AS wait FROM chats
        WHERE runner_id IS NULL
          AND NOT archived AND status IN ('running', 'interrupting', 'requires_action')),
      total AS (
        SELECT CASE WHEN reltuples < 10000 THEN (SELECT count(*) FROM chats)
          ELSE reltuples::bigint END AS chats
        FROM pg_class WHERE oid = 'chats'::regclass)
      SELECT status, chats, 0::float8 AS wait_millis FROM busy
      UNION ALL
      SELECT 'waiting', greatest(0, total.chats - (SELECT coalesce(sum(chats), 0) FROM busy)), 0
      FROM total
      UNION ALL
      SELECT 'unowned', chats, coalesce(extract(epoch FROM wait)::float8 * 1000, 0) FROM unowned
      UNION ALL
      SELECT 'queued', count(*), 0 FROM chat_queued_messages
      """;

  private final Database database;

  public PgCensus(Database database) {
    this.database = database;
  }

  public Future<Census> take() {
    return database.pool().preparedQuery(COUNT).execute().map(PgCensus::census);
  }

  private static Census census(RowSet<Row> rows) {
    var chats = new EnumMap<ChatStatus, Long>(ChatStatus.class);
    for (ChatStatus status : ChatStatus.values()) {
      chats.put(status, 0L);
    }
    long unowned = 0;
    long queued = 0;
    var longestWait = Duration.ZERO;
    for (Row row : rows) {
      long count = row.getNumeric("chats").longValue();
      switch (row.getString("status")) {
        case "unowned" -> {
          unowned = count;
          longestWait = Duration.ofMillis(row.getDouble("wait_millis").longValue());
        }
        case "queued" -> queued = count;
        case String status -> chats.put(ChatStatus.ofWireName(status), count);
      }
    }
    return new Census(chats, unowned, longestWait, queued);
  }
}
