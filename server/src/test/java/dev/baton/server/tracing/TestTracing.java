package dev.baton.server.tracing;

import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/// Tracing whose spans are exported as they end.
public final class TestTracing {

  private TestTracing() {}

  public static Tracing into(SpanExporter exporter) {
    return Tracing.through(SimpleSpanProcessor.create(exporter));
  }
}
