package dev.baton.server.metrics;

import dev.baton.server.http.RouteGroup;
import dev.baton.server.http.Routes;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/// `GET /metrics`. For everybody: it tells nothing of any one chat or user.
public record MetricsRoutes(Scrape scrape) implements RouteGroup {

  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  @Override
  public void mount(Routes routes) {
    routes.open(HttpMethod.GET, "/metrics", this::answer);
    routes.open(HttpMethod.HEAD, "/metrics", this::answer);
  }

  private void answer(RoutingContext context) {
    scrape
        .answer()
        .onSuccess(text ->
            context
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(text))
        .onFailure(context::fail);
  }
}
