package dev.baton.store;

import dev.baton.chat.WorkerId;
import java.time.Instant;

/// A replica as the others see it.
public record Replica(
    WorkerId id,
    long pid,
    String hostname,
    String httpAddress,
    String relayAddress,
    String version,
    Instant startedAt,
    Instant leaseExpiresAt,
    boolean draining,
    int runningChats,
    int watchers) {}
