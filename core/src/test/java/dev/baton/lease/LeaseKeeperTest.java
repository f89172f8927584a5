package dev.baton.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.WorkerId;
import dev.baton.store.LeaseStore.Load;
import dev.baton.time.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class LeaseKeeperTest {

  private static final LeaseConfig CONFIG = LeaseConfig.DEFAULTS;
  private static final Duration TRUST = CONFIG.trust();
  private static final Duration TICK = Duration.ofMillis(1);

  private final VirtualScheduler time = new VirtualScheduler();
  private final FakeLeaseStore store = new FakeLeaseStore();
  private Supplier<Load> load = () -> new Load(false, 0, 0);
  private final LeaseKeeper keeper =
      new LeaseKeeper(
          CONFIG,
          new ReplicaProfile(1, "host", "http://host:1", "http://host:2", "1", 10),
          store,
          time,
          () -> load.get());

  @Test
  void registering_makes_it_trusted() {
    assertThat(keeper.isTrusted()).isFalse();
    var started = keeper.start();
    assertThat(started.succeeded()).isTrue();
    assertThat(keeper.isTrusted()).isTrue();
    assertThat(keeper.mayTakeOver()).isTrue();
    assertThat(store.rows()).containsExactly(keeper.worker());
  }

  @Test
  void start_fails_if_the_replica_cannot_be_registered_and_leaves_nothing_behind() {
    store.stall();
    var started = keeper.start();
    store.fail(store.assertAsked("register"));
    assertThat(started.cause())
        .isInstanceOf(LeaseUnavailable.class)
        .hasMessage("register this replica: connection reset");
    store.answer(store.assertAsked("remove"));
    time.advance(CONFIG.ttl());
    store.assertNothingWaits();
    assertThat(time.pending()).isZero();
  }

  @Test
  void start_does_not_wait_for_ever() {
    store.stall();
    var started = keeper.start();
    time.advance(CONFIG.attemptTimeout().minus(TICK));
    assertThat(started.isComplete()).isFalse();
    time.advance(TICK);
    assertThat(started.cause()).hasMessageContaining("no answer within 2000 ms");
  }

  @Test
  void renewals_keep_it_trusted() {
    keeper.start();
    for (int i = 0; i < 100; i++) {
      time.advance(CONFIG.renewEvery());
      assertThat(keeper.isTrusted()).isTrue();
    }
    assertThat(store.asked()).isEqualTo(101);
  }

  @Test
  void renewals_carry_the_load_and_the_drain() {
    keeper.start();
    load = () -> new Load(false, 3, 7);
    time.advance(CONFIG.renewEvery());
    assertThat(store.lastLoad()).isEqualTo(new Load(false, 3, 7));
    keeper.draining(true);
    time.advance(CONFIG.renewEvery());
    assertThat(store.lastLoad()).isEqualTo(new Load(true, 3, 7));
  }

  @Test
  void slow_successful_renewal_does_not_extend_trust() {
    keeper.start();
    store.stall();
    time.advance(CONFIG.renewEvery());
    var slow = store.assertAsked("renew");
    time.advance(CONFIG.attemptTimeout().minus(TICK));
    store.answer(slow);
    time.advance(TRUST.minus(CONFIG.attemptTimeout()).plus(TICK).minus(TICK));
    assertThat(keeper.isTrusted()).isTrue();
    time.advance(TICK);
    assertThat(keeper.isTrusted()).isFalse();
  }

  @Test
  void unknown_is_not_lost_while_the_term_lasts() {
    keeper.start();
    store.stall();
    time.advance(CONFIG.renewEvery());
    store.fail(store.assertAsked("renew"));
    assertThat(keeper.isTrusted()).isTrue();
    store.recover();
    time.advance(CONFIG.renewEvery());
    assertThat(keeper.isTrusted()).isTrue();
    assertThat(keeper.mayTakeOver()).isTrue();
  }

  @Test
  void trust_ends_by_the_clock_when_nothing_answers() {
    keeper.start();
    store.stall();
    time.advance(TRUST.minus(TICK));
    assertThat(keeper.isTrusted()).isTrue();
    time.advance(TICK);
    assertThat(keeper.isTrusted()).isFalse();
    assertThat(keeper.mayTakeOver()).isFalse();
  }

  @Test
  void expired_lease_revives_under_the_same_id_while_its_row_stands() {
    keeper.start();
    var worker = keeper.worker();
    store.stall();
    time.advance(Duration.ofSeconds(30));
    assertThat(keeper.isTrusted()).isFalse();
    store.recover();
    time.advance(CONFIG.attemptTimeout());
    assertThat(keeper.isTrusted()).isTrue();
    assertThat(keeper.worker()).isEqualTo(worker);
  }

  @Test
  void nobody_is_taken_over_for_one_ttl_after_a_pause_of_the_database() {
    keeper.start();
    store.stall();
    time.advance(Duration.ofSeconds(30));
    store.recover();
    while (!keeper.isTrusted()) {
      time.advance(TICK);
    }
    assertThat(keeper.mayTakeOver()).isFalse();
    time.advance(CONFIG.ttl().minus(TICK));
    assertThat(keeper.isTrusted()).isTrue();
    assertThat(keeper.mayTakeOver()).isFalse();
    time.advance(TICK);
    assertThat(keeper.mayTakeOver()).isTrue();
  }

  @Test
  void gone_registers_at_once_under_a_new_id_and_tells() {
    var changes = new ArrayList<List<WorkerId>>();
    keeper.onWorkerChanged((from, to) -> changes.add(List.of(from, to)));
    keeper.start();
    var first = keeper.worker();
    store.delete(first);
    time.advance(CONFIG.renewEvery());
    assertThat(keeper.worker()).isNotEqualTo(first);
    assertThat(changes).containsExactly(List.of(first, keeper.worker()));
    assertThat(store.rows()).containsExactly(keeper.worker());
    assertThat(keeper.isTrusted()).isTrue();
  }

  @Test
  void new_id_is_not_trusted_before_it_is_registered() {
    keeper.start();
    store.delete(keeper.worker());
    store.stall();
    time.advance(CONFIG.renewEvery());
    store.answer(store.assertAsked("renew"));
    assertThat(keeper.isTrusted()).isFalse();
    store.fail(store.assertAsked("register"));
    time.advance(CONFIG.renewEvery());
    var again = store.assertAsked("register");
    assertThat(again.worker()).isEqualTo(keeper.worker());
    store.answer(again);
    assertThat(keeper.isTrusted()).isTrue();
  }

  @Test
  void one_listener_that_fails_does_not_hurt_the_others() {
    var told = new ArrayList<WorkerId>();
    keeper.onWorkerChanged((_, _) -> {
      throw new IllegalStateException("a listener's own trouble");
    });
    keeper.onWorkerChanged((_, to) -> told.add(to));
    keeper.start();
    store.delete(keeper.worker());
    time.advance(CONFIG.renewEvery());
    assertThat(told).containsExactly(keeper.worker());
    assertThat(keeper.isTrusted()).isTrue();
  }

  @Test
  void stalled_database_does_not_stack_attempts() {
    keeper.start();
    store.stall();
    time.advance(CONFIG.renewEvery());
    store.assertAsked("renew");
    time.advance(CONFIG.attemptTimeout().minus(TICK));
    store.assertNothingWaits();
    time.advance(CONFIG.renewEvery());
    store.assertAsked("renew");
    store.assertNothingWaits();
  }

  @Test
  void late_answer_of_an_old_attempt_is_ignored() {
    keeper.start();
    var worker = keeper.worker();
    store.stall();
    time.advance(CONFIG.renewEvery());
    var old = store.assertAsked("renew");
    time.advance(CONFIG.attemptTimeout().plus(CONFIG.renewEvery()));
    var young = store.assertAsked("renew");
    store.delete(worker);
    store.answer(old);
    assertThat(keeper.worker()).isEqualTo(worker);
    store.answer(young);
    assertThat(keeper.worker()).isNotEqualTo(worker);
  }

  @Test
  void load_that_cannot_be_told_costs_one_attempt_and_not_the_lease() {
    keeper.start();
    var good = load;
    load =
        () -> {
          throw new IllegalStateException("a counter's own trouble");
        };
    time.advance(CONFIG.renewEvery());
    load = good;
    time.advance(TRUST);
    assertThat(keeper.isTrusted()).isTrue();
  }

  @Test
  void stop_removes_the_row_once_and_renews_no_more() {
    keeper.start();
    assertThat(keeper.stop().succeeded()).isTrue();
    assertThat(keeper.stop().succeeded()).isTrue();
    assertThat(store.rows()).isEmpty();
    assertThat(keeper.isTrusted()).isFalse();
    assertThat(keeper.mayTakeOver()).isFalse();
    int asked = store.asked();
    time.advance(CONFIG.ttl());
    assertThat(store.asked()).isEqualTo(asked);
    assertThat(time.pending()).isZero();
  }

  @Test
  void stop_does_not_wait_for_ever_for_a_stalled_database() {
    keeper.start();
    store.stall();
    var stopped = keeper.stop();
    assertThat(stopped.isComplete()).isFalse();
    time.advance(CONFIG.attemptTimeout());
    assertThat(stopped.succeeded()).isTrue();
  }

  @Test
  void gone_after_stop_does_not_register_again() {
    keeper.start();
    store.stall();
    time.advance(CONFIG.renewEvery());
    var renewal = store.assertAsked("renew");
    keeper.stop();
    store.answer(store.assertAsked("remove"));
    store.answer(renewal);
    store.assertNothingWaits();
    assertThat(store.rows()).isEmpty();
  }

  @Test
  void configuration_that_cannot_hold_is_refused_by_name() {
    assertThatThrownBy(
            () -> new LeaseConfig(Duration.ofSeconds(1), CONFIG.renewEvery(), CONFIG.margin()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lease.ttl ");
    assertThatThrownBy(() -> new LeaseConfig(CONFIG.ttl(), Duration.ZERO, CONFIG.margin()))
        .hasMessageStartingWith("lease.renew-every ");
    assertThatThrownBy(() -> new LeaseConfig(CONFIG.ttl(), CONFIG.renewEvery(), Duration.ZERO))
        .hasMessageStartingWith("lease.margin ");
  }

  @Test
  void the_age_of_a_lease_counts_from_the_beginning_of_the_last_renewal_that_succeeded() {
    assertThat(keeper.age()).isEmpty();
    keeper.start();
    assertThat(keeper.age()).contains(Duration.ZERO);
    store.stall();
    time.advance(CONFIG.renewEvery().multipliedBy(2));
    assertThat(keeper.age()).contains(CONFIG.renewEvery().multipliedBy(2));
  }
}
