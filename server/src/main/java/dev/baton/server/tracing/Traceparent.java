package dev.baton.server.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The header of W3C Trace Context.
final class Traceparent {

  static final String HEADER = "traceparent";

  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

  private Traceparent() {}

  static Optional<String> of(Span span) {
    var headers = new HashMap<String, String>();
    W3C.inject(
        Context.root().with(span), headers, (carrier, name, value) -> put(carrier, name, value));
    return Optional.ofNullable(headers.get(HEADER));
  }

  private static void put(@Nullable Map<String, String> carrier, String name, String value) {
    if (carrier != null) {
      carrier.put(name, value);
    }
  }

  /// Invalid if the header makes no sense.
  static SpanContext parse(String header) {
    return Span.fromContext(W3C.extract(Context.root(), header, new OneHeader())).getSpanContext();
  }

  private record OneHeader() implements TextMapGetter<String> {

    @Override
    public Iterable<String> keys(String header) {
      return List.of(HEADER);
    }

    @Override
    public @Nullable String get(@Nullable String header, String name) {
      return name.equals(HEADER) ? header : null;
    }
  }
}
