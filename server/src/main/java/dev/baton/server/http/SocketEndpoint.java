package dev.baton.server.http;

import io.vertx.core.Future;

/// Answers a request that is to become a live stream, in two steps: what can be refused is refused
/// in the first, and in the second the connection changes hands.
@FunctionalInterface
public interface SocketEndpoint {

  /// Looks at everything that could speak against it. Whatever it throws or fails with becomes a
  /// [Problem].
  Future<Opening> prepare(Call call);

  /// Upgrades the connection, or begins an answer that does not end.
  @FunctionalInterface
  interface Opening {
    /// Fails only if the answer could not be begun.
    Future<Void> begin();
  }
}
