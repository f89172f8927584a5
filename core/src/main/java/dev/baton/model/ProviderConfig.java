package dev.baton.model;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// How a provider is reached. The key is in clear here and nowhere else; `toString` hides it.
public record ProviderConfig(
    UUID id,
    ProviderType type,
    String displayName,
    Optional<String> baseUrl,
    Optional<String> apiKey,
    Map<String, String> headers,
    boolean enabled) {

  @Override
  public String toString() {
    return "ProviderConfig[" + id + ", " + type + "]";
  }
}
