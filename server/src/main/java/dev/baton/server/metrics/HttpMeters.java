package dev.baton.server.metrics;

import io.micrometer.core.instrument.Clock;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Requests until their answer begins, and the connections and WebSockets that are open. A stream
/// is answered when it begins, so that it does not count as a request of hours.
final class HttpMeters implements HttpServerMetrics<HttpMeters.Request, Object, Object> {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /// Vert.x wants something to hand back, and gets the same for all.
  private static final Object OPEN = new Object();

  private final Metrics metrics;
  private final Clock clock;
  private final LongAdder connections = new LongAdder();
  private final LongAdder webSockets = new LongAdder();

  /// Only touched by the event loop of its connection.
  static final class Request {
    private final String method;
    private final boolean isUpgrade;
    private final long atNanos;
    private String route = "other";
    private boolean isAnswered;

    private Request(String method, boolean isUpgrade, long atNanos) {
      this.method = method;
      this.isUpgrade = isUpgrade;
      this.atNanos = atNanos;
    }
  }

  HttpMeters(Metrics metrics) {
    this.metrics = metrics;
    this.clock = metrics.clock();
    metrics.gauge("baton.http.connections", "Open HTTP connections.", connections::sum);
    metrics.gauge("baton.websockets", "Open WebSockets.", webSockets::sum);
  }

  @Override
  public Object connected(SocketAddress remote, String name) {
    connections.increment();
    return OPEN;
  }

  @Override
  public void disconnected(Object connection, SocketAddress remote) {
    connections.decrement();
  }

  @Override
  public Request requestBegin(Object connection, HttpRequest request) {
    var method = request.method().name();
    return new Request(
        METHODS.contains(method) ? method : "other",
        request.headers().contains(HttpHeaders.UPGRADE),
        clock.monotonicTime());
  }

  /// The router tells each route that it tries; the last with a path is the one that serves.
  @Override
  public void requestRouted(Request request, @Nullable String route) {
    if (route != null && !route.contains("*")) {
      request.route = route;
    }
  }

  @Override
  public void responseBegin(Request request, HttpResponse response) {
    // Vert.x tells of an upgrade before it sets the status of one.
    boolean upgraded = request.isUpgrade && response.statusCode() == 200;
    answered(request, upgraded ? "101" : String.valueOf(response.statusCode()));
  }

  /// The client was gone before the answer began.
  @Override
  public void requestReset(Request request) {
    answered(request, "gone");
  }

  @Override
  public Object connected(Object connection, Request request, ServerWebSocket socket) {
    webSockets.increment();
    return OPEN;
  }

  @Override
  public void disconnected(Object socket) {
    webSockets.decrement();
  }

  private void answered(Request request, String status) {
    if (!request.isAnswered) {
      request.isAnswered = true;
      metrics
          .timer(
              "baton.http.request",
              "HTTP requests until their answer began, by route.",
              "method",
              request.method,
              "route",
              request.route,
              "status",
              status)
          .record(clock.monotonicTime() - request.atNanos, TimeUnit.NANOSECONDS);
    }
  }
}
