package dev.baton.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;

/// A pool whose failures are in the stores' words, see [Unavailability]. What is said on one of its
/// connections fails in PostgreSQL's own, until [Transactions] has ended there.
final class StorePool implements Pool {

  private final Pool pool;

  StorePool(Pool pool) {
    this.pool = pool;
  }

  static <T> Future<T> told(Future<T> answer) {
    return answer.recover(failure -> Future.failedFuture(Unavailability.told(failure)));
  }

  @Override
  public Future<SqlConnection> getConnection() {
    return told(pool.getConnection());
  }

  @Override
  public <T> Future<T> withTransaction(Function<SqlConnection, Future<T>> work) {
    return Transactions.write(this, work);
  }

  @Override
  public Query<RowSet<Row>> query(String sql) {
    return new Told<>(pool.query(sql));
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
    return new ToldPrepared<>(pool.preparedQuery(sql));
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
    return new ToldPrepared<>(pool.preparedQuery(sql, options));
  }

  @Override
  public int size() {
    return pool.size();
  }

  @Override
  public Future<Void> close() {
    return pool.close();
  }

  private record Told<T>(Query<T> query) implements Query<T> {

    @Override
    public Future<T> execute() {
      return told(query.execute());
    }

    @Override
    public <R> Query<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
      return new Told<>(query.collecting(collector));
    }

    @Override
    public <U> Query<RowSet<U>> mapping(Function<Row, U> mapper) {
      return new Told<>(query.mapping(mapper));
    }
  }

  private record ToldPrepared<T>(PreparedQuery<T> query) implements PreparedQuery<T> {

    @Override
    public Future<T> execute() {
      return told(query.execute());
    }

    @Override
    public Future<T> execute(Tuple parameters) {
      return told(query.execute(parameters));
    }

    @Override
    public Future<T> executeBatch(List<Tuple> batch) {
      return told(query.executeBatch(batch));
    }

    @Override
    public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
      return new ToldPrepared<>(query.collecting(collector));
    }

    @Override
    public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
      return new ToldPrepared<>(query.mapping(mapper));
    }
  }
}
