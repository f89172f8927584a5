package dev.baton.server.config;

import java.net.URI;
import java.util.Optional;

/// Model providers that are there from the start, by the variables their own tools read.
public record ProviderPresets(
    Optional<Secret> openaiApiKey,
    Optional<URI> openaiBaseUrl,
    Optional<Secret> anthropicApiKey,
    Optional<URI> anthropicBaseUrl) {

  static final ProviderPresets DEFAULTS =
      new ProviderPresets(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public ProviderPresets {
    openaiBaseUrl.ifPresent(url -> Check.webUrl("openai-base-url", url));
    anthropicBaseUrl.ifPresent(url -> Check.webUrl("anthropic-base-url", url));
  }
}
