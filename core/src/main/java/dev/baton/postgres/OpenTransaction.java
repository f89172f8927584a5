package dev.baton.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;

/// A transaction that somebody has begun and will end, as a pool: whatever store is given it works
/// in that transaction and need not know. What would begin a transaction joins this one.
final class OpenTransaction implements Pool {

  private final SqlConnection session;

  OpenTransaction(SqlConnection session) {
    this.session = session;
  }

  /// What `work` throws becomes a failure like any other. Whoever began the transaction hears of it
  /// and rolls all of it back.
  <T> Future<T> join(Function<SqlConnection, Future<T>> work) {
    return Future.succeededFuture(session).compose(work);
  }

  @Override
  public <T> Future<T> withTransaction(Function<SqlConnection, Future<T>> work) {
    return join(work);
  }

  @Override
  public <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
    return join(work);
  }

  @Override
  public Query<RowSet<Row>> query(String sql) {
    return session.query(sql);
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
    return session.preparedQuery(sql);
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
    return session.preparedQuery(sql, options);
  }

  /// Whoever is given a connection closes it, and may begin and end on it as it likes.
  @Override
  public Future<SqlConnection> getConnection() {
    throw new UnsupportedOperationException("this connection is not to be given away");
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public Future<Void> close() {
    throw new UnsupportedOperationException("whoever began this transaction ends it");
  }
}
