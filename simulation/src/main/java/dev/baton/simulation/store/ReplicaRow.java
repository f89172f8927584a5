package dev.baton.simulation.store;

import dev.baton.chat.WorkerId;
import dev.baton.store.LeaseStore.Load;
import dev.baton.store.LeaseStore.Registration;
import dev.baton.store.Replica;
import java.time.Duration;
import java.time.Instant;

/// A replica's lease.
public record ReplicaRow(
    Registration registration, Instant startedAt, Instant renewedAt, Duration ttl, Load load) {

  static ReplicaRow of(Registration registration, Instant now) {
    return new ReplicaRow(registration, now, now, registration.ttl(), new Load(false, 0, 0));
  }

  public WorkerId id() {
    return registration.worker();
  }

  public Instant expiresAt() {
    return renewedAt.plus(ttl);
  }

  public boolean isGood(Instant now) {
    return expiresAt().isAfter(now);
  }

  ReplicaRow renewed(Instant now) {
    return new ReplicaRow(registration, startedAt, now, ttl, load);
  }

  ReplicaRow renewed(Instant now, Load carried, Duration nextTtl) {
    return new ReplicaRow(registration, startedAt, now, nextTtl, carried);
  }

  Replica seen() {
    return new Replica(
        registration.worker(),
        registration.pid(),
        registration.hostname(),
        registration.httpAddress(),
        registration.relayAddress(),
        registration.version(),
        startedAt,
        expiresAt(),
        load.draining(),
        load.runningChats(),
        load.watchers());
  }
}
