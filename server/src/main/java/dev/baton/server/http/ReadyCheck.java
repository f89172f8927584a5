package dev.baton.server.http;

import io.vertx.core.Future;
import java.util.function.Supplier;

/// One thing without which this replica should get no requests.
///
/// @param name as `/readyz` tells it
/// @param probe fails if it does not hold right now; the reason is not told
public record ReadyCheck(String name, Supplier<Future<Void>> probe) {}
