package dev.baton.postgres;

import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/// A database of a real PostgreSQL server. The server is started once a JVM, migrated once, and
/// each test class takes its own copy, which costs some tens of milliseconds.
public final class TestDatabase {

  private static final AtomicInteger COPIES = new AtomicInteger();

  private final String name;

  private TestDatabase(String name) {
    this.name = name;
  }

  /// A copy of the migrated schema, without rows.
  public static TestDatabase migrated() {
    return copyOf("migrated");
  }

  /// A database without a schema.
  public static TestDatabase blank() {
    return copyOf("template1");
  }

  public DatabaseConfig config() {
    return DatabaseConfig.of(Server.url(name));
  }

  public Database open(Vertx vertx) {
    return Database.open(vertx, config());
  }

  private static TestDatabase copyOf(String template) {
    var name = "test_" + COPIES.incrementAndGet();
    Server.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    return new TestDatabase(name);
  }

  /// Started when the first test asks for a database; ends with the JVM.
  private static final class Server {

    private static final EmbeddedPostgres POSTGRES = start();

    static {
      execute("CREATE DATABASE migrated");
      Migrations.migrate(DatabaseConfig.of(url("migrated")));
    }

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("synchronous_commit", "off")
            .setServerConfig("full_page_writes", "off")
            .setServerConfig("shared_preload_libraries", "pg_stat_statements")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException("start PostgreSQL", e);
      }
    }

    private static String url(String database) {
      return "postgresql://postgres:postgres@localhost:" + POSTGRES.getPort() + "/" + database;
    }

    private static synchronized void execute(String sql) {
      try (var connection = POSTGRES.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }
  }
}
