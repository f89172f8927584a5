package dev.baton.server;

import dev.baton.server.config.ServerConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;

/// A replica that answers only `/healthz` and `/readyz`.
public final class Replica {

  private final HttpServer server;

  private Replica(HttpServer server) {
    this.server = server;
  }

  public static Future<Replica> start(Vertx vertx, ServerConfig config) {
    return vertx
        .createHttpServer()
        .requestHandler(request -> {
          var isHealth = request.path().equals("/healthz") || request.path().equals("/readyz");
          request.response().setStatusCode(isHealth ? 200 : 404).end();
        })
        .listen(config.http().port(), config.http().host())
        .map(Replica::new);
  }

  public Future<Void> stop() {
    return server.close();
  }
}
