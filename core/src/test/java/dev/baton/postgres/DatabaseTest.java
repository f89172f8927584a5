package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DatabaseTest {

  private static final Vertx vertx = Vertx.vertx();

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  @Test
  void every_session_carries_its_time_limits() {
    var database = TestDatabase.migrated().open(vertx);

    assertThat(settings(database)).containsExactly("baton shared", "2s", "5s", "10s", "10");
    database.close().await();
  }

  private static List<String> settings(Database database) {
    var rows =
        database
            .pool()
            .query(
                """
                SELECT setting FROM (VALUES
                  (1, current_setting('application_name')),
                  (2, current_setting('idle_in_transaction_session_timeout')),
                  (3, current_setting('lock_timeout')),
                  (4, current_setting('statement_timeout')),
                  (5, current_setting('tcp_keepalives_idle'))) AS s(n, setting) ORDER BY n
                """)
            .mapping((Row row) -> row.getString(0))
            .execute()
            .await();
    return StreamSupport.stream(rows.spliterator(), false).toList();
  }

  @Test
  void replicas_that_start_together_migrate_once() throws Exception {
    var config = TestDatabase.blank().config();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var starts = new ArrayList<Callable<Void>>();
      for (int i = 0; i < 4; i++) {
        starts.add(() -> {
          Migrations.migrate(config);
          return null;
        });
      }
      for (var start : executor.invokeAll(starts)) {
        start.get();
      }
    }

    var database = Database.open(vertx, config);
    var applied =
        database
            .pool()
            .query("SELECT count(*) - count(DISTINCT version) FROM flyway_schema_history")
            .execute()
            .await();
    assertThat(applied.iterator().next().getLong(0)).isZero();
    database.close().await();
  }

  @Test
  void the_password_is_in_no_message() {
    assertThat(DatabaseConfig.of("postgresql://me:secret@db:5432/baton"))
        .hasToString("postgresql://me@db:5432/baton");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatabaseConfig.of("mysql://me:secret@db/baton"))
        .withMessageContaining("database.url")
        .withMessageNotContaining("secret")
        .withNoCause();
  }
}
