package dev.baton.server.cli;

import dev.baton.server.config.ServerConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/// What `baton server` runs.
@FunctionalInterface
public interface Service {

  /// Completes when the service takes work, or fails with the reason why it cannot.
  Future<Running> start(Vertx vertx, ServerConfig config);

  /// A service that was started.
  @FunctionalInterface
  interface Running {

    /// Completes when all is stopped, in order.
    Future<Void> stop();
  }
}
