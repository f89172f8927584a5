package dev.baton.postgres;

import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.flywaydb.core.Flyway;

/// Brings the schema up to date. Migrations follow expand–contract: the version before this one
/// still works on the new schema, so replicas are upgraded one by one.
public final class Migrations {

  /// Replicas that start together queue here. A session lock, so that no transaction is held open
  /// while a migration builds an index concurrently.
  private static final String LOCK = "SELECT pg_advisory_lock(hashtext('baton migrations'))";

  private Migrations() {}

  /// Blocks until the schema is up to date, whoever brought it there.
  ///
  /// @throws IllegalStateException if the database cannot be reached
  public static void migrate(DatabaseConfig config) {
    var options = config.connectOptions("migrations");
    try (var lock = connect(config, options);
        var statement = lock.createStatement()) {
      statement.execute(LOCK);
      Flyway.configure()
          .dataSource(config.jdbcUrl(), options.getUser(), options.getPassword())
          .locations("classpath:db/migration")
          .load()
          .migrate();
    } catch (SQLException e) {
      throw new IllegalStateException("migrate " + config + ": " + e.getMessage(), e);
    }
  }

  private static Connection connect(DatabaseConfig config, PgConnectOptions options)
      throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", options.getUser());
    properties.setProperty("password", Objects.requireNonNullElse(options.getPassword(), ""));
    return DriverManager.getConnection(config.jdbcUrl(), properties);
  }
}
