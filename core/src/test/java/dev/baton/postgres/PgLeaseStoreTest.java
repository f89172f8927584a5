package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.WorkerId;
import dev.baton.store.LeaseStore.Load;
import dev.baton.store.LeaseStore.Registration;
import dev.baton.store.LeaseStore.Renewal;
import dev.baton.store.LeaseStoreContract;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PgLeaseStoreTest extends LeaseStoreContract {

  private static final Duration TTL = Duration.ofSeconds(5);

  PgLeaseStoreTest() {
    super(new Deployment());
  }

  @Test
  void renewal_does_not_queue_behind_the_shared_pool() {
    var worker = WorkerId.random();
    var vertx = Vertx.vertx();
    var database = Database.open(vertx, TestDatabase.migrated().config().withPoolSize(1));
    try {
      var lease = new PgLeaseStore(database);
      var taken = database.pool().getConnection().await();
      lease.register(new Registration(worker, 42, "host", "http", "relay", "0.1", 10, TTL)).await();
      assertThat(lease.renew(worker, new Load(false, 0, 0), TTL).await())
          .isInstanceOf(Renewal.Renewed.class);
      taken.close().await();
    } finally {
      database.close().await();
      vertx.close().await();
    }
  }
}
