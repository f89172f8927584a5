package dev.baton.server.config;

import java.time.Duration;

/// One replica's sessions with PostgreSQL. The three timeouts hold for each of them, so that a
/// paused or lost host cannot keep a chat's row locked.
public record DatabaseConfig(
    DatabaseUrl url,
    int poolSize,
    int poolQueue,
    Duration statementTimeout,
    Duration lockTimeout,
    Duration idleInTransactionTimeout,
    Duration connectTimeout) {

  static final DatabaseConfig DEFAULTS =
      new DatabaseConfig(
          DatabaseUrl.parse("postgresql://postgres@127.0.0.1:5432/baton"),
          16,
          10_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5));

  public DatabaseConfig {
    Check.between("pool-size", poolSize, 2, 1000);
    Check.between("pool-queue", poolQueue, 1, 1_000_000);
    Check.positive("statement-timeout", statementTimeout);
    Check.positive("lock-timeout", lockTimeout);
    Check.positive("idle-in-transaction-timeout", idleInTransactionTimeout);
    Check.positive("connect-timeout", connectTimeout);
  }
}
