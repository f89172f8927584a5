package dev.baton.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;

/// Transactions whose `BEGIN` travels with their first statements: nobody waits for it. Whatever
/// fails, even after other statements were sent, rolls all of it back. In an [OpenTransaction]
/// nothing begins or ends: the work becomes part of it.
final class Transactions {

  private static final String ONE_SNAPSHOT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

  private Transactions() {}

  /// Changes, at READ COMMITTED: a statement that follows a lock sees what the lock waited for.
  static <T> Future<T> write(Pool pool, Function<SqlConnection, Future<T>> work) {
    if (pool instanceof OpenTransaction open) {
      return open.join(work);
    }
    return StorePool.told(
        pool.getConnection()
            .compose(session -> committing(session, work).eventually(session::close)));
  }

  /// Reads that all see the same state of the database; in a transaction that is open already, at
  /// least what it has written itself.
  static <T> Future<T> snapshot(Pool pool, Function<SqlConnection, Future<T>> reads) {
    if (pool instanceof OpenTransaction open) {
      return open.join(reads);
    }
    return StorePool.told(pool.getConnection().compose(session -> reading(session, reads)));
  }

  private static <T> Future<T> committing(
      SqlConnection session, Function<SqlConnection, Future<T>> work) {
    session.begin();
    var transaction = session.transaction();
    return guarded(session, work)
        .compose(
            result -> transaction.commit().map(result),
            failure -> transaction.rollback().transform(_ -> Future.failedFuture(failure)));
  }

  /// Nothing depends on how a read transaction ends, so the reader does not wait for that; but the
  /// pool does: its next user may be on another thread, and could overtake the ROLLBACK.
  private static <T> Future<T> reading(
      SqlConnection session, Function<SqlConnection, Future<T>> reads) {
    session.begin();
    var transaction = session.transaction();
    session.query(ONE_SNAPSHOT).execute();
    return guarded(session, reads)
        .onComplete(_ -> transaction.rollback().eventually(session::close));
  }

  /// What `work` throws becomes a failure like any other.
  private static <T> Future<T> guarded(
      SqlConnection session, Function<SqlConnection, Future<T>> work) {
    return Future.succeededFuture(session).compose(work);
  }
}
