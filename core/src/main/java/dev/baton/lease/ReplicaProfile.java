package dev.baton.lease;

import dev.baton.chat.WorkerId;
import dev.baton.store.LeaseStore;
import java.time.Duration;

/// What a replica tells the others of itself; it stays when the worker id changes.
///
/// @param capacity how many chats it runs at once
public record ReplicaProfile(
    long pid,
    String hostname,
    String httpAddress,
    String relayAddress,
    String version,
    int capacity) {

  LeaseStore.Registration registration(WorkerId worker, Duration ttl) {
    return new LeaseStore.Registration(
        worker, pid, hostname, httpAddress, relayAddress, version, capacity, ttl);
  }
}
