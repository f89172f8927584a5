package dev.baton.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// The connections of one process. Opens them when they are first needed. Any thread.
public final class Database {

  private final Vertx vertx;
  private final DatabaseConfig config;
  private final Pool shared;
  private final List<Pool> pools = new CopyOnWriteArrayList<>();

  private Database(Vertx vertx, DatabaseConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.shared = pool("shared", config.poolSize(), givenUpAfter(config.silenceLimit()));
  }

  private Database(Database whole, OpenTransaction open) {
    this.vertx = whole.vertx;
    this.config = whole.config;
    this.shared = open;
  }

  public static Database open(Vertx vertx, DatabaseConfig config) {
    return new Database(vertx, config);
  }

  /// For everything that may wait its turn.
  public Pool pool() {
    return shared;
  }

  /// The same database, seen from inside an open transaction: what works on it is part of that.
  Database within(SqlConnection transaction) {
    return new Database(this, new OpenTransaction(transaction));
  }

  /// A single connection of its own, replaced when it breaks: for what must never queue behind
  /// other work.
  public Pool dedicated(String purpose) {
    return pool(purpose, 1, new NetClientOptions());
  }

  /// The same, for work that hears from the database at least once in `silence`: a connection that
  /// has heard nothing for so long is given up. A host that vanished does not even refuse.
  public Pool dedicated(String purpose, Duration silence) {
    return pool(purpose, 1, givenUpAfter(silence));
  }

  /// A host that vanished does not even refuse: without a limit its silence would be waited for.
  private static NetClientOptions givenUpAfter(Duration silence) {
    return new NetClientOptions()
        .setReadIdleTimeout(Math.toIntExact(silence.toMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  /// For a session that the caller opens and keeps, such as one that listens.
  public PgConnectOptions connectOptions(String purpose) {
    return config.connectOptions(purpose);
  }

  /// Fails while the database cannot be reached.
  public Future<Void> ping() {
    return shared.query("SELECT 1").execute().mapEmpty();
  }

  public Future<Void> close() {
    return Future.join(pools.stream().map(Pool::close).toList()).mapEmpty();
  }

  private Pool pool(String purpose, int size, NetClientOptions net) {
    int timeoutMillis = Math.toIntExact(config.connectTimeout().toMillis());
    var pool =
        new StorePool(
            PgBuilder.pool()
                .using(vertx)
                .connectingTo(config.connectOptions(purpose))
                .with(
                    net.setTcpKeepAlive(true).setTcpNoDelay(true).setConnectTimeout(timeoutMillis))
                .with(
                    new PoolOptions()
                        .setMaxSize(size)
                        .setMaxWaitQueueSize(config.poolQueue())
                        .setIdleTimeout(Math.toIntExact(config.statementTimeout().toMillis()))
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setConnectionTimeout(timeoutMillis)
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .build());
    pools.add(pool);
    return pool;
  }
}
