package dev.baton.server.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A span for each HTTP request, from what Vert.x tells of it. The present one is found on the
/// request's own context.
public final class RequestTracer implements VertxTracer<Span, Span> {

  /// Must be registered before a Vert.x is built, as this class is when a builder is given one.
  private static final ContextLocal<Span> CURRENT = ContextLocal.registerLocal(Span.class);

  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9._-]{0,30}");

  private final Tracing tracing;

  private RequestTracer(Tracing tracing) {
    this.tracing = tracing;
  }

  /// For the builder of a Vert.x, which closes the tracing when it is closed.
  public static VertxTracerFactory factory(Tracing tracing) {
    return _ -> new RequestTracer(tracing);
  }

  /// Switches the factory on.
  public static VertxOptions on(VertxOptions options) {
    return options.setTracingOptions(new TracingOptions());
  }

  /// The tracing of a Vert.x; empty if it was built without.
  public static Optional<Tracing> of(Vertx vertx) {
    return ((VertxInternal) vertx).tracer() instanceof RequestTracer tracer
        ? Optional.of(tracer.tracing)
        : Optional.empty();
  }

  /// The span of the request that is served on the calling context.
  static Optional<Span> current() {
    return Optional.ofNullable(Vertx.currentContext())
        .map(context -> CURRENT.get(context, AccessMode.CONCURRENT));
  }

  @Override
  public <R> @Nullable Span receiveRequest(
      Context context,
      io.vertx.core.spi.tracing.SpanKind kind,
      TracingPolicy policy,
      R request,
      String operation,
      Iterable<Map.Entry<String, String>> headers,
      TagExtractor<R> tags) {
    if (!(request instanceof HttpRequest http)) {
      return null;
    }
    var span =
        tracing
            .tracer()
            .spanBuilder(operation + " " + pattern(http.uri()))
            .setSpanKind(SpanKind.SERVER)
            .setParent(parent(http.headers().get(Traceparent.HEADER)))
            .startSpan();
    CURRENT.put(context, AccessMode.CONCURRENT, span);
    return span;
  }

  private static io.opentelemetry.context.Context parent(@Nullable String traceparent) {
    var root = io.opentelemetry.context.Context.root();
    return traceparent == null ? root : root.with(Span.wrap(Traceparent.parse(traceparent)));
  }

  @Override
  public <R> void sendResponse(
      Context context,
      R response,
      @Nullable Span span,
      @Nullable Throwable failure,
      TagExtractor<R> tags) {
    if (span == null) {
      return;
    }
    // A WebSocket lives on, on the same context, and is not the request any more.
    CURRENT.remove(context, AccessMode.CONCURRENT);
    if (response instanceof HttpResponse http) {
      span.setAttribute("http.response.status_code", http.statusCode());
      if (http.statusCode() >= 500) {
        span.setStatus(StatusCode.ERROR);
      }
    }
    if (failure != null) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  @Override
  public void close() {
    tracing.close();
  }

  /// The path with ids, and whatever else is no plain word, left out.
  static String pattern(String uri) {
    return Arrays.stream(uri.replaceAll("[?#].*", "").split("/", -1))
        .map(segment -> segment.isEmpty() || isWord(segment) ? segment : "{id}")
        .collect(Collectors.joining("/"));
  }

  private static boolean isWord(String segment) {
    return WORD.matcher(segment).matches() && !segment.matches("[0-9a-f-]{36}");
  }
}
