package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.store.StoreException;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
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
        .isInstanceOf(StoreException.Unavailable.class)
        .hasCauseInstanceOf(ClosedConnectionException.class);
    assertThat(answered(pool)).isTrue();

    database.close().await();
    proxy.close();
  }

  /// The pool may hand out the dead connection once more before it has noticed.
  private static boolean answered(Pool pool) {
    for (int attempt = 1; attempt <= 10; attempt++) {
      if (pool.query("SELECT 3").execute().map(_ -> true).otherwise(false).await()) {
        return true;
      }
    }
    return false;
  }
}
