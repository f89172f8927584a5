package dev.baton.server;

import dev.baton.server.http.HttpApi;
import dev.baton.server.http.HttpListener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/// The ports of a replica: the public one, and one for its management if it is to be apart.
final class Listeners {

  private final HttpListener everybody;
  private final Optional<HttpListener> management;

  Listeners(Vertx vertx, CoreSettings settings, HttpApi api) {
    var config = settings.config();
    String host = config.http().host();
    everybody = new HttpListener(vertx, host, config.http().port(), api.router());
    management =
        config.management().isApart()
            ? Optional.of(
                new HttpListener(vertx, host, config.management().port(), api.managementRouter()))
            : Optional.empty();
  }

  /// @return the public port
  Future<Integer> start() {
    return management
        .map(HttpListener::start)
        .orElse(Future.succeededFuture(0))
        .compose(_ -> everybody.start());
  }

  Future<Void> stop() {
    return everybody
        .stop()
        .eventually(() -> management.map(HttpListener::stop).orElse(Future.succeededFuture()));
  }
}
