package dev.baton.server.config;

import java.net.URI;
import java.util.Optional;

/// Where traces are sent; without an endpoint there are none.
///
/// @param otlpEndpoint of an OpenTelemetry collector that takes OTLP over HTTP
public record TelemetryConfig(Optional<URI> otlpEndpoint) {

  static final TelemetryConfig DEFAULTS = new TelemetryConfig(Optional.empty());

  public TelemetryConfig {
    otlpEndpoint.ifPresent(url -> Check.webUrl("otlp-endpoint", url));
  }
}
