package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.UserId;
import dev.baton.chat.WorkerId;
import dev.baton.store.Actor;
import dev.baton.store.LeaseStore.Load;
import dev.baton.store.LeaseStore.Registration;
import dev.baton.store.LeaseStore.Renewal;
import dev.baton.store.Replica;
import dev.baton.store.Scope;
import dev.baton.store.StoreException.Forbidden;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PgLeaseStoreTest {

  private static final Duration TTL = Duration.ofSeconds(5);
  private static final Actor ADMIN = new Actor(UserId.random(), Actor.Role.ADMIN);
  private static final Load IDLE = new Load(false, 0, 0);
  private static final Vertx vertx = Vertx.vertx();
  private static final Database database = TestDatabase.migrated().open(vertx);

  private final PgLeaseStore store = new PgLeaseStore(database);
  private final WorkerId worker = WorkerId.random();

  @AfterEach
  void clear() {
    database.pool().query("DELETE FROM replicas").execute().await();
  }

  @AfterAll
  static void stop() {
    database.close().await();
    vertx.close().await();
  }

  @Test
  void only_an_admin_sees_the_replicas() {
    var member = new Actor(UserId.random(), Actor.Role.MEMBER);
    assertThatThrownBy(() -> store.replicas(member).await())
        .isInstanceOf(Forbidden.class)
        .hasMessage("Only an admin may see the replicas.");
    var limited = new Actor(ADMIN.id(), Actor.Role.ADMIN, Set.of(Scope.CHAT_ALL));
    assertThatThrownBy(() -> store.replicas(limited).await())
        .isInstanceOf(Forbidden.class)
        .hasMessage("This token lacks the scope all.");
  }

  @Test
  void registered_replica_is_seen_by_all() {
    register(worker);
    assertThat(store.replicas(ADMIN).await())
        .singleElement()
        .satisfies(replica -> {
          assertThat(replica.id()).isEqualTo(worker);
          assertThat(replica.pid()).isEqualTo(42);
          assertThat(replica.hostname()).isEqualTo("host");
          assertThat(replica.httpAddress()).isEqualTo("http://host:8080");
          assertThat(replica.relayAddress()).isEqualTo("https://host:8090");
          assertThat(replica.version()).isEqualTo("0.1");
          assertThat(replica.draining()).isFalse();
          assertThat(Duration.between(replica.startedAt(), replica.leaseExpiresAt()))
              .isGreaterThanOrEqualTo(TTL);
        });
  }

  @Test
  void registering_again_is_a_renewal() {
    register(worker);
    age(worker, "10 seconds");
    register(worker);
    assertThat(expiresIn(worker)).isPositive();
    assertThat(ids()).containsExactly(worker);
  }

  @Test
  void renewal_brings_the_load_and_a_new_end() {
    register(worker);
    age(worker, "3 seconds");
    var renewal = store.renew(worker, new Load(true, 3, 7), TTL).await();
    assertThat(renewal).isInstanceOf(Renewal.Renewed.class);
    var replica = store.replicas(ADMIN).await().getFirst();
    assertThat(replica.draining()).isTrue();
    assertThat(replica.runningChats()).isEqualTo(3);
    assertThat(replica.watchers()).isEqualTo(7);
    assertThat(expiresIn(worker)).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void expired_lease_is_revived_while_its_row_stands() {
    register(worker);
    age(worker, "30 seconds");
    assertThat(expiresIn(worker)).isNegative();
    assertThat(store.renew(worker, IDLE, TTL).await()).isInstanceOf(Renewal.Renewed.class);
    assertThat(expiresIn(worker)).isPositive();
  }

  @Test
  void renewal_of_a_row_that_is_gone_does_not_bring_it_back() {
    assertThat(store.renew(worker, IDLE, TTL).await()).isInstanceOf(Renewal.Gone.class);
    assertThat(ids()).isEmpty();
  }

  @Test
  void replica_that_renews_cannot_be_deleted_for_silence() {
    register(worker);
    assertThat(store.deleteIfSilent(worker, TTL).await()).isFalse();
    age(worker, "700 milliseconds");
    store.renew(worker, IDLE, TTL).await();
    assertThat(store.deleteIfSilent(worker, TTL).await()).isFalse();
    assertThat(ids()).containsExactly(worker);
  }

  @Test
  void silent_replica_is_deleted_once() {
    register(worker);
    age(worker, "700 milliseconds");
    assertThat(store.deleteIfSilent(worker, Duration.ofMillis(600)).await()).isTrue();
    assertThat(store.deleteIfSilent(worker, Duration.ofMillis(600)).await()).isFalse();
    assertThat(store.renew(worker, IDLE, TTL).await()).isInstanceOf(Renewal.Gone.class);
  }

  @Test
  void removed_replica_is_not_listed() {
    register(worker);
    store.remove(worker).await();
    store.remove(worker).await();
    assertThat(ids()).isEmpty();
  }

  @Test
  void long_expired_replicas_are_neither_listed_nor_kept() {
    var late = WorkerId.random();
    register(worker);
    register(late);
    age(worker, "2 hours");
    age(late, "30 seconds");
    assertThat(ids()).containsExactly(late);
    register(WorkerId.random());
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void renewal_does_not_queue_behind_the_shared_pool() {
    register(worker);
    var busy = TestDatabase.migrated().config().withPoolSize(1);
    var other = Database.open(vertx, busy);
    try {
      var lease = new PgLeaseStore(other);
      var taken = other.pool().getConnection().await();
      lease.register(new Registration(worker, 42, "host", "http", "relay", "0.1", 10, TTL)).await();
      assertThat(lease.renew(worker, IDLE, TTL).await()).isInstanceOf(Renewal.Renewed.class);
      taken.close().await();
    } finally {
      other.close().await();
    }
  }

  private void register(WorkerId id) {
    store
        .register(
            new Registration(
                id, 42, "host", "http://host:8080", "https://host:8090", "0.1", 10, TTL))
        .await();
  }

  private static void age(WorkerId id, String interval) {
    database
        .pool()
        .preparedQuery(
            "UPDATE replicas SET renewed_at = renewed_at - $2::text::interval WHERE id = $1")
        .execute(Tuple.of(id.value(), interval))
        .await();
  }

  private static Duration expiresIn(WorkerId id) {
    var row =
        database
            .pool()
            .preparedQuery(
                """
                SELECT extract(epoch FROM renewed_at + ttl - clock_timestamp())::float8 AS seconds
                FROM replicas WHERE id = $1
                """)
            .execute(Tuple.of(id.value()))
            .await()
            .iterator()
            .next();
    return Duration.ofNanos((long) (row.getDouble("seconds") * 1e9));
  }

  private List<WorkerId> ids() {
    return store.replicas(ADMIN).await().stream().map(Replica::id).toList();
  }

  private static long rows() {
    return database
        .pool()
        .query("SELECT count(*) FROM replicas")
        .execute()
        .await()
        .iterator()
        .next()
        .getLong(0);
  }
}
