package dev.baton.simulation.store;

import dev.baton.chat.WorkerId;
import dev.baton.simulation.store.Fence.Check;
import dev.baton.store.Actor;
import dev.baton.store.LeaseStore;
import dev.baton.store.Replica;
import dev.baton.store.Scope;
import dev.baton.store.StoreException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// The leases of replicas.
final class LeaseStoreModel implements LeaseStore {

  /// How long an expired replica is still listed, and how long its row is kept.
  private static final Duration LISTED = Duration.ofMinutes(1);

  private static final Duration KEPT = Duration.ofHours(1);

  private final StoreModel store;
  private final Fence fence;

  LeaseStoreModel(StoreModel store, Fence fence) {
    this.store = store;
    this.fence = fence;
  }

  @Override
  public Future<Void> register(Registration registration) {
    return store
        .call(() -> {
          var now = store.now();
          store.replicas.values().removeIf(row -> row.expiresAt().isBefore(now.minus(KEPT)));
          return store.replicas.merge(
              registration.worker(),
              ReplicaRow.of(registration, now),
              (old, _) -> old.renewed(now));
        })
        .mapEmpty();
  }

  @Override
  public Future<Renewal> renew(WorkerId worker, Load load, Duration ttl) {
    return store.call(() -> {
      var renewed =
          store.replicas.computeIfPresent(worker, (_, row) -> row.renewed(store.now(), load, ttl));
      return renewed != null ? new Renewal.Renewed() : new Renewal.Gone();
    });
  }

  @Override
  public Future<Boolean> deleteIfSilent(WorkerId worker, Duration silence) {
    return store.call(() -> {
      var lastWord = store.now().minus(silence);
      return store
          .replicas
          .values()
          .removeIf(row ->
              row.id().equals(worker)
                  && fence.passes(Check.SILENCE, row.renewedAt().isBefore(lastWord)));
    });
  }

  @Override
  public Future<Void> remove(WorkerId worker) {
    return store.call(() -> store.replicas.keySet().remove(worker)).mapEmpty();
  }

  @Override
  public Future<List<Replica>> replicas(Actor actor) {
    return store.call(() -> {
      requireAdmin(actor);
      var since = store.now().minus(LISTED);
      return store.replicas.values().stream()
          .filter(row -> row.expiresAt().isAfter(since))
          .map(ReplicaRow::seen)
          .sorted(
              Comparator.comparing(Replica::startedAt)
                  .thenComparing(replica -> replica.id().toString()))
          .toList();
    });
  }

  private static void requireAdmin(Actor actor) {
    if (actor.role() != Actor.Role.ADMIN) {
      throw new StoreException.Forbidden("Only an admin may see the replicas.");
    }
    actor.require(Scope.ALL);
  }
}
