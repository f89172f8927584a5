package dev.baton.model;

import java.time.Instant;
import java.util.UUID;

/// A model that chats may use.
///
/// @param contextLimit tokens
/// @param compressionThreshold percent of the context limit, 0 to 100; 100 = never
/// @param settings the `model_config` object as JSON text
public record ModelConfig(
    UUID id,
    UUID modelProviderId,
    String model,
    String displayName,
    boolean enabled,
    boolean isDefault,
    int contextLimit,
    int compressionThreshold,
    String settings,
    Instant createdAt,
    Instant updatedAt) {}
