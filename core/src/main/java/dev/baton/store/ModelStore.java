package dev.baton.store;

import dev.baton.model.ModelConfig;
import dev.baton.model.ProviderConfig;
import dev.baton.model.ProviderType;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// Providers and their models. Admins write; members read what is enabled. Keys go in and never
/// come out, but for [#resolve].
public interface ModelStore {

  Future<ProviderView> createProvider(Actor actor, ProviderDraft draft);

  Future<List<ProviderView>> providers(Actor actor);

  Future<ProviderView> updateProvider(Actor actor, UUID id, ProviderPatch patch);

  Future<Void> deleteProvider(Actor actor, UUID id);

  Future<ModelConfig> createModel(Actor actor, ModelDraft draft);

  Future<List<ModelConfig>> models(Actor actor);

  Future<ModelConfig> updateModel(Actor actor, UUID id, ModelPatch patch);

  Future<Void> deleteModel(Actor actor, UUID id);

  /// What a worker calls the chat's model with: the model, or the default one if it is disabled or
  /// deleted, and its provider with the key in clear; empty if there is neither.
  Future<Optional<Resolved>> resolve(UUID modelConfigId);

  record Resolved(ProviderConfig provider, ModelConfig model) {}

  /// A provider as people see it.
  record ProviderView(
      UUID id,
      ProviderType provider,
      String displayName,
      boolean enabled,
      boolean hasApiKey,
      Optional<String> baseUrl,
      Map<String, String> headers,
      String source,
      Instant createdAt,
      Instant updatedAt) {

    /// Why its models cannot be used; empty if nothing is known to speak against it.
    public Optional<Unavailability> unavailability() {
      if (!enabled) {
        return Optional.of(Unavailability.DISABLED);
      }
      if (!provider.isSpoken()) {
        return Optional.of(Unavailability.UNSUPPORTED);
      }
      return provider.needsApiKey() && !hasApiKey
          ? Optional.of(Unavailability.MISSING_API_KEY)
          : Optional.empty();
    }
  }

  /// Why a provider cannot be called.
  enum Unavailability {
    DISABLED,
    /// This version does not speak to providers of its type.
    UNSUPPORTED,
    MISSING_API_KEY;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record ProviderDraft(
      ProviderType provider,
      Optional<String> displayName,
      Optional<String> baseUrl,
      Optional<String> apiKey,
      Map<String, String> headers,
      boolean enabled) {}

  /// What is empty stays; an empty text of a key or address removes it.
  record ProviderPatch(
      Optional<String> displayName,
      Optional<String> baseUrl,
      Optional<String> apiKey,
      Optional<Map<String, String>> headers,
      Optional<Boolean> enabled) {}

  record ModelDraft(
      UUID modelProviderId,
      String model,
      Optional<String> displayName,
      int contextLimit,
      OptionalInt compressionThreshold,
      boolean isDefault,
      boolean enabled,
      String settings) {}

  /// What is empty stays.
  record ModelPatch(
      Optional<String> model,
      Optional<String> displayName,
      OptionalInt contextLimit,
      OptionalInt compressionThreshold,
      Optional<Boolean> isDefault,
      Optional<Boolean> enabled,
      Optional<String> settings) {}
}
