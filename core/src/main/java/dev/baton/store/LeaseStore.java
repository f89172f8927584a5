package dev.baton.store;

import dev.baton.chat.WorkerId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/// The leases of replicas, judged by the database's clock alone.
public interface LeaseStore {

  /// Creates the row of a new worker; doing it again only renews it.
  Future<Void> register(Registration registration);

  /// Renews; an expired lease too, as long as its row stands.
  Future<Renewal> renew(WorkerId worker, Load load, Duration ttl);

  /// Deletes a lease that was not renewed for `silence`: the fast take-over of a replica that looks
  /// dead. One that still renews keeps its lease, whatever it looks like.
  ///
  /// @return whether this call deleted it
  Future<Boolean> deleteIfSilent(WorkerId worker, Duration silence);

  /// Gives up the lease.
  Future<Void> remove(WorkerId worker);

  /// Replicas whose lease is good or expired less than a minute ago. For admins.
  Future<List<Replica>> replicas(Actor actor);

  /// Who a new worker is. `capacity` is how many chats it takes at once.
  record Registration(
      WorkerId worker,
      long pid,
      String hostname,
      String httpAddress,
      String relayAddress,
      String version,
      int capacity,
      Duration ttl) {}

  /// How busy a replica is.
  record Load(boolean draining, int runningChats, int watchers) {}

  /// The answer to a renewal.
  sealed interface Renewal {
    record Renewed() implements Renewal {}

    /// The row is gone: somebody took over. Register under a new id.
    record Gone() implements Renewal {}
  }
}
