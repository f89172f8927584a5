package dev.baton.server.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;

/// Where spans are made and sent from.
public final class Tracing implements AutoCloseable {

  private static final String PATH = "/v1/traces";

  private final SdkTracerProvider provider;

  private Tracing(SpanProcessor processor) {
    var version = Tracing.class.getPackage().getImplementationVersion();
    var who =
        Attributes.of(
            AttributeKey.stringKey("service.name"),
            "baton",
            AttributeKey.stringKey("service.version"),
            version == null ? "dev" : version);
    provider =
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(Resource.create(who)))
            .addSpanProcessor(processor)
            .build();
  }

  /// Sends spans by OTLP over HTTP, in batches, from a thread of its own.
  ///
  /// @param endpoint of the collector, such as `http://localhost:4318`
  public static Tracing to(URI endpoint) {
    var url = endpoint.toString().replaceAll("/+$", "");
    var exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(url.endsWith(PATH) ? url : url + PATH).build();
    return through(BatchSpanProcessor.builder(exporter).build());
  }

  static Tracing through(SpanProcessor processor) {
    return new Tracing(processor);
  }

  Tracer tracer() {
    return provider.get("baton");
  }

  /// Sends what has not been sent.
  @Override
  public void close() {
    provider.close();
  }
}
