package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.ClosedConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class SilentConnectionTest {

  private static final Vertx vertx = Vertx.vertx();

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  @Test
  void connection_to_a_host_that_vanished_is_given_up_and_replaced() {
    var proxy = CuttableProxy.before(vertx, TestDatabase.blank().config());
    var database = Database.open(vertx, proxy.config());
    var pool = database.dedicated("test", Duration.ofMillis(300));
    pool.query("SELECT 1").execute().await();

    proxy.silence();
    assertThatThrownBy(() -> pool.query("SELECT 2").execute().await())
        .isInstanceOf(ClosedConnectionException.class);
    assertThat(pool.query("SELECT 3").execute().await()).hasSize(1);

    database.close().await();
    proxy.close();
  }
}
