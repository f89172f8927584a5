package dev.baton.bench.scenario;

import dev.baton.bench.host.HostException;
import dev.baton.bench.load.Many;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Map;
import java.util.TreeMap;

/// How often each statement was run on a database, by `pg_stat_statements`. Its own are left out.
/// Blocks; one thread.
final class StatementCounts implements AutoCloseable {

  /// Kept in the statement's text, so that it is known again.
  private static final String MARK = "/* baton bench */";

  private static final String PRELOADED =
      "SELECT " + MARK + " setting FROM pg_settings WHERE name = 'shared_preload_libraries'";
  private static final String COUNTS =
      "SELECT "
          + MARK
          + " query, sum(calls)::bigint AS calls FROM pg_stat_statements"
          + " JOIN pg_database ON oid = dbid WHERE datname = current_database()"
          + " AND query NOT LIKE '%baton bench%' AND query NOT LIKE '%pg_stat_statements%'"
          + " GROUP BY query";
  private static final String UNFINISHED =
      "SELECT " + MARK + " count(*)::bigint AS chats FROM chats WHERE status <> 'waiting'";

  private final PgConnection connection;

  private StatementCounts(PgConnection connection) {
    this.connection = connection;
  }

  static StatementCounts connect(Vertx vertx, String url) {
    return new StatementCounts(Many.await(PgConnection.connect(vertx, url)));
  }

  boolean isPreloaded() {
    return query(PRELOADED).iterator().next().getString("setting").contains("pg_stat_statements");
  }

  /// From the next start of the database on, statements can be counted.
  void preload() {
    query("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
  }

  /// @throws HostException when the database was not told to count
  StatementCounts count() {
    if (!isPreloaded()) {
      throw new HostException(
          "The database does not count its statements. Put pg_stat_statements into its"
              + " shared_preload_libraries and start it again, or leave out --url.");
    }
    query("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
    return this;
  }

  /// Calls by statement, since the server counts.
  Map<String, Long> calls() {
    var calls = new TreeMap<String, Long>();
    for (Row row : query(COUNTS)) {
      calls.put(row.getString("query"), row.getLong("calls"));
    }
    return calls;
  }

  /// Chats that are not at rest.
  long unfinished() {
    return query(UNFINISHED).iterator().next().getLong("chats");
  }

  @Override
  public void close() {
    Many.await(connection.close().otherwiseEmpty());
  }

  private RowSet<Row> query(String sql) {
    Future<RowSet<Row>> rows = connection.query(sql).execute();
    return Many.await(rows);
  }
}
