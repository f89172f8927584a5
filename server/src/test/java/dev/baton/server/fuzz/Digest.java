package dev.baton.server.fuzz;

import dev.baton.postgres.Database;
import dev.baton.postgres.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/// What is in the database, in few words: the rows and a checksum of each table that people's
/// requests may change.
final class Digest {

  /// Beats of the heart are no changes.
  private static final String TABLES =
      """
      SELECT tablename FROM pg_tables WHERE schemaname = 'public'
      AND tablename NOT IN ('replicas', 'flyway_schema_history', 'sign_in_tries', 'runners')
      """;

  private final Database database;
  private final List<String> tables;

  Digest(Vertx vertx, TestDatabase database) {
    this.database = database.open(vertx);
    this.tables = column(TABLES);
  }

  Map<String, String> take() {
    var digest = new TreeMap<String, String>();
    for (String table : tables) {
      String row = table.equals("tokens") ? "to_jsonb(t) - 'last_used_at'" : "t";
      digest.put(
          table,
          column(
                  "SELECT count(*) || ' ' || md5(coalesce(string_agg(r, ' ' ORDER BY r), '')) FROM"
                      + " (SELECT ("
                      + row
                      + ")::text AS r FROM "
                      + table
                      + " t) rows")
              .getFirst());
    }
    return digest;
  }

  /// How many chats somebody is at work on.
  long busy() {
    return Long.parseLong(
        column("SELECT count(*)::text FROM chats WHERE status IN ('running', 'interrupting')")
            .getFirst());
  }

  /// Sessions of everybody but us.
  long sessions() {
    return Long.parseLong(
        column(
                "SELECT count(*)::text FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND pid <> pg_backend_pid()")
            .getFirst());
  }

  private List<String> column(String sql) {
    var rows = database.pool().query(sql).execute().await();
    return StreamSupport.stream(rows.spliterator(), false)
        .map((Row row) -> row.getString(0))
        .toList();
  }
}
