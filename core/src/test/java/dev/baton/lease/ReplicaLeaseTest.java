package dev.baton.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.WorkerId;
import dev.baton.lease.ReplicaLease.Effect;
import dev.baton.lease.ReplicaLease.Input;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class ReplicaLeaseTest {

  private static final LeaseConfig CONFIG = LeaseConfig.DEFAULTS;
  private static final long TRUST = CONFIG.trust().toNanos();

  @Test
  void clock_may_run_over_its_largest_value() {
    long start = Long.MAX_VALUE - 10;
    var lease =
        ReplicaLease.unregistered(CONFIG, WorkerId.random())
            .on(new Input.Due(start))
            .lease()
            .on(new Input.Granted(1, start + 5))
            .lease();
    assertThat(lease.isTrusted(start + TRUST - 1)).isTrue();
    assertThat(lease.mayTakeOver(start + TRUST - 1)).isTrue();
    assertThat(lease.isTrusted(start + TRUST)).isFalse();
  }

  @Test
  void answer_to_an_old_attempt_changes_nothing() {
    var waiting =
        ReplicaLease.unregistered(CONFIG, WorkerId.random())
            .on(new Input.Due(0))
            .lease()
            .on(new Input.Unknown(1))
            .lease()
            .on(new Input.Due(1))
            .lease();
    for (var late :
        List.of(
            new Input.Granted(1, 2),
            new Input.Gone(1, WorkerId.random(), 2),
            new Input.Unknown(1))) {
      assertThat(waiting.on(late)).isEqualTo(new ReplicaLease.Step(waiting, List.of()));
    }
  }

  @Test
  void nothing_is_asked_while_an_attempt_is_in_flight() {
    var waiting = ReplicaLease.unregistered(CONFIG, WorkerId.random()).on(new Input.Due(0)).lease();
    assertThat(waiting.on(new Input.Due(TRUST)).effects()).isEmpty();
  }

  /// Beside the decider walks a database that is judged by its own clock: whenever the replica
  /// trusts its lease, no other replica may see it as expired or gone, whatever is lost or late.
  @RepeatedTest(200)
  void trusted_lease_is_never_expired_for_others(RepetitionInfo repetition) {
    new Walk(repetition.getCurrentRepetition()).run();
  }

  /// One seeded walk.
  private static final class Walk {
    private final long seed;
    private final Random random;
    private final Set<WorkerId> seen = new HashSet<>();
    private ReplicaLease lease = ReplicaLease.unregistered(CONFIG, WorkerId.random());
    private WorkerId row = lease.worker();
    private boolean rowStands;
    private long rowFreshUntil;
    private long nanos;

    Walk(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      seen.add(lease.worker());
    }

    void run() {
      for (int i = 0; i < 500; i++) {
        pass(CONFIG.renewEvery().toNanos());
        var step = lease.on(new Input.Due(nanos));
        lease = step.lease();
        for (int tries = 0; !step.effects().isEmpty() && tries < 2; tries++) {
          step = carryOut(step.effects().getLast());
          lease = step.lease();
        }
        takeOverIfExpired();
        check();
      }
    }

    /// The statement takes effect somewhere between its start and its answer, or never; the answer
    /// comes or not.
    private ReplicaLease.Step carryOut(Effect effect) {
      long attempt = lease.attempts();
      pass(random.nextLong(random.nextInt(10) == 0 ? TRUST : 50_000_000L));
      takeOverIfExpired();
      boolean lost = random.nextInt(4) == 0;
      boolean stands = !lost && execute(effect);
      pass(random.nextLong(random.nextInt(10) == 0 ? TRUST : 50_000_000L));
      takeOverIfExpired();
      if (lost || random.nextInt(5) == 0) {
        return lease.on(new Input.Unknown(attempt));
      }
      if (stands) {
        return lease.on(new Input.Granted(attempt, nanos));
      }
      var successor = WorkerId.random();
      assertThat(seen.add(successor)).isTrue();
      return lease.on(new Input.Gone(attempt, successor, nanos));
    }

    private boolean execute(Effect effect) {
      switch (effect) {
        case Effect.Register(_, var worker) -> {
          row = worker;
          rowStands = true;
        }
        case Effect.Renew(_, var worker) -> {
          if (!rowStands || !row.equals(worker)) {
            return false;
          }
        }
        case Effect.ChangeWorker _ -> throw new AssertionError("not a statement");
      }
      rowFreshUntil = nanos + CONFIG.ttl().toNanos();
      return true;
    }

    private void takeOverIfExpired() {
      if (nanos >= rowFreshUntil && random.nextBoolean()) {
        rowStands = false;
      }
    }

    private void pass(long atMostNanos) {
      nanos += random.nextLong(atMostNanos);
    }

    private void check() {
      if (lease.isTrusted(nanos)) {
        assertThat(nanos).as("seed %d", seed).isLessThan(rowFreshUntil);
        assertThat(rowStands).as("seed %d", seed).isTrue();
        assertThat(row).as("seed %d", seed).isEqualTo(lease.worker());
      }
      if (lease.mayTakeOver(nanos)) {
        assertThat(lease.isTrusted(nanos)).as("seed %d", seed).isTrue();
      }
    }
  }
}
