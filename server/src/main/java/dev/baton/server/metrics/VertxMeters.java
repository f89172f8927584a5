package dev.baton.server.metrics;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import org.jspecify.annotations.Nullable;

/// What Vert.x itself tells of: its HTTP servers and its statements, and nothing else.
public final class VertxMeters implements VertxMetrics {

  private final Metrics metrics;
  private final HttpMeters http;
  private final StatementMeters statements;

  private VertxMeters(Metrics metrics) {
    this.metrics = metrics;
    this.http = new HttpMeters(metrics);
    this.statements = new StatementMeters(metrics);
  }

  /// For the builder of a Vert.x.
  public static VertxMetricsFactory factory() {
    return _ -> new VertxMeters(new Metrics());
  }

  /// Switches the factory on.
  public static VertxOptions on(VertxOptions options) {
    return options.setMetricsOptions(new MetricsOptions().setEnabled(true));
  }

  /// The metrics of a Vert.x; fresh ones if it was built without.
  public static Metrics of(Vertx vertx) {
    return ((VertxInternal) vertx).metrics() instanceof VertxMeters meters
        ? meters.metrics
        : new Metrics();
  }

  @Override
  public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
      HttpServerOptions options, SocketAddress local) {
    return http;
  }

  @Override
  public @Nullable ClientMetrics<?, ?, ?> createClientMetrics(
      SocketAddress remote, String type, @Nullable String namespace) {
    return type.equals("sql") ? statements : null;
  }

  @Override
  public boolean isMetricsEnabled() {
    return true;
  }

  @Override
  public void close() {
    metrics.close();
  }
}
