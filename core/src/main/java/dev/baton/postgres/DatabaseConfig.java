package dev.baton.postgres;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.time.Duration;
import java.util.Locale;

/// Where the database is and how long it may keep us waiting.
///
/// @param url `postgresql://user[:password]@host:port/database[?sslmode=…]`
/// @param poolSize connections of the shared pool
/// @param poolQueue statements and transactions that may wait for one of them; what comes beyond
///   fails at once
/// @param connectTimeout to open a connection, and to be given one of the pool
/// @param idleInTransactionTimeout after which the server ends a session that holds locks and does
///   nothing: the bound on how long a paused or lost host can keep a chat's row
public record DatabaseConfig(
    String url,
    int poolSize,
    int poolQueue,
    Duration connectTimeout,
    Duration statementTimeout,
    Duration lockTimeout,
    Duration idleInTransactionTimeout) {

  /// A statement longer than this would not be cached as a prepared one; all of ours are shorter.
  private static final int SQL_LIMIT = 16_384;

  public DatabaseConfig {
    require(poolSize > 0, "database.pool-size must be positive");
    require(poolQueue > 0, "database.pool-queue must be positive");
    requirePositive(connectTimeout, "database.connect-timeout");
    requirePositive(statementTimeout, "database.statement-timeout");
    requirePositive(lockTimeout, "database.lock-timeout");
    requirePositive(idleInTransactionTimeout, "database.idle-in-transaction-timeout");
    parse(url);
  }

  /// The default limits.
  public static DatabaseConfig of(String url) {
    return new DatabaseConfig(
        url,
        16,
        10_000,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        Duration.ofSeconds(2));
  }

  public DatabaseConfig withPoolSize(int size) {
    return new DatabaseConfig(
        url,
        size,
        poolQueue,
        connectTimeout,
        statementTimeout,
        lockTimeout,
        idleInTransactionTimeout);
  }

  public DatabaseConfig withPoolQueue(int length) {
    return new DatabaseConfig(
        url,
        poolSize,
        length,
        connectTimeout,
        statementTimeout,
        lockTimeout,
        idleInTransactionTimeout);
  }

  /// How long a statement's answer can be awaited in earnest: PostgreSQL itself would have given
  /// up.
  Duration silenceLimit() {
    return statementTimeout.multipliedBy(2);
  }

  /// For one session; `purpose` is what `pg_stat_activity` shows after `baton`.
  public PgConnectOptions connectOptions(String purpose) {
    var options = parse(url);
    options
        .setCachePreparedStatements(true)
        .setPreparedStatementCacheMaxSize(256)
        .setPreparedStatementCacheSqlLimit(SQL_LIMIT)
        .addProperty("application_name", "baton " + purpose)
        .addProperty("statement_timeout", millis(statementTimeout))
        .addProperty("lock_timeout", millis(lockTimeout))
        .addProperty("idle_in_transaction_session_timeout", millis(idleInTransactionTimeout))
        .addProperty("tcp_keepalives_idle", "10")
        .addProperty("tcp_keepalives_interval", "5")
        .addProperty("tcp_keepalives_count", "3");
    if (options.getSslMode() != SslMode.DISABLE) {
      options.setSslOptions(ssl(options.getSslMode()));
    }
    return options;
  }

  /// Without the credentials.
  String jdbcUrl() {
    var options = parse(url);
    return "jdbc:postgresql://%s:%d/%s?sslmode=%s&connectTimeout=%d&tcpKeepAlive=true"
        .formatted(
            options.getHost(),
            options.getPort(),
            options.getDatabase(),
            options.getSslMode().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            Math.max(1, connectTimeout.toSeconds()));
  }

  /// Without the password.
  @Override
  public String toString() {
    var options = parse(url);
    return "postgresql://%s@%s:%d/%s"
        .formatted(options.getUser(), options.getHost(), options.getPort(), options.getDatabase());
  }

  /// Encryption alone unless the mode asks for more: what these modes mean elsewhere, too.
  private static ClientSSLOptions ssl(SslMode mode) {
    boolean verified = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
    return new ClientSSLOptions()
        .setTrustAll(!verified)
        .setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
  }

  private static PgConnectOptions parse(String url) {
    try {
      return PgConnectOptions.fromUri(url);
    } catch (IllegalArgumentException e) {
      // The cause quotes the whole text, password included.
      throw new IllegalArgumentException(
          "database.url must look like postgresql://user:password@host:port/database");
    }
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  private static void requirePositive(Duration duration, String key) {
    require(duration.isPositive(), key + " must be positive");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
