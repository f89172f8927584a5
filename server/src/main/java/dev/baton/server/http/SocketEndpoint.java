package dev.baton.server.http;

import io.vertx.core.Future;

/// Answers a request that is to become a live stream. Until its future completes it may fail with
/// what becomes a [Problem]; once it has upgraded or begun to answer, the connection is its own.
@FunctionalInterface
public interface SocketEndpoint {
  Future<Void> open(Call call);
}
