package dev.baton.server.http;

import dev.baton.server.contract.Contract;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/// The contract itself, for everybody.
final class ContractRoutes implements RouteGroup {

  private final Buffer document;

  ContractRoutes(Contract contract) {
    this.document = Buffer.buffer(contract.document().toString());
  }

  @Override
  public void mount(Routes routes) {
    routes.open(HttpMethod.GET, "/openapi.json", this::send);
    routes.open(HttpMethod.HEAD, "/openapi.json", this::send);
  }

  private void send(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .end(document);
  }
}
