package dev.baton.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.UserId;
import dev.baton.chat.WorkerId;
import dev.baton.store.LeaseStore.Load;
import dev.baton.store.LeaseStore.Registration;
import dev.baton.store.LeaseStore.Renewal;
import dev.baton.store.StoreException.Forbidden;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A lease is good, silent or gone by the database's clock, and by nobody else's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LeaseStoreContract {

  private static final Duration TTL = Duration.ofSeconds(5);
  private static final Actor ADMIN = new Actor(UserId.random(), Actor.Role.ADMIN);
  private static final Load IDLE = new Load(false, 0, 0);

  private final StoreUnderTest baton;
  private final LeaseStore store;
  private WorkerId worker = WorkerId.random();

  protected LeaseStoreContract(StoreUnderTest baton) {
    this.baton = baton;
    this.store = baton.leases;
  }

  @BeforeEach
  void begin() {
    worker = WorkerId.random();
    baton.clear();
  }

  @AfterAll
  void stop() {
    baton.close();
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
    baton.age(worker, Duration.ofSeconds(10));
    register(worker);
    assertThat(expiresIn(worker)).isPositive();
    assertThat(ids()).containsExactly(worker);
  }

  @Test
  void renewal_brings_the_load_and_a_new_end() {
    register(worker);
    baton.age(worker, Duration.ofSeconds(3));
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
    baton.age(worker, Duration.ofSeconds(30));
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
    baton.age(worker, Duration.ofMillis(700));
    store.renew(worker, IDLE, TTL).await();
    assertThat(store.deleteIfSilent(worker, TTL).await()).isFalse();
    assertThat(ids()).containsExactly(worker);
  }

  @Test
  void silent_replica_is_deleted_once() {
    register(worker);
    baton.age(worker, Duration.ofMillis(700));
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
    baton.age(worker, Duration.ofHours(2));
    baton.age(late, Duration.ofSeconds(30));
    assertThat(ids()).containsExactly(late);
    register(WorkerId.random());
    assertThat(baton.leaseRows()).isEqualTo(2);
  }

  private void register(WorkerId id) {
    store
        .register(
            new Registration(
                id, 42, "host", "http://host:8080", "https://host:8090", "0.1", 10, TTL))
        .await();
  }

  private Duration expiresIn(WorkerId id) {
    var replica =
        store.replicas(ADMIN).await().stream()
            .filter(it -> it.id().equals(id))
            .findFirst()
            .orElseThrow();
    return Duration.between(baton.now(), replica.leaseExpiresAt());
  }

  private List<WorkerId> ids() {
    return store.replicas(ADMIN).await().stream().map(Replica::id).toList();
  }
}
