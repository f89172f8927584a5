package dev.baton.store;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// Changes of a chat's own columns; what is empty stays.
public record ChatPatch(
    Optional<String> title,
    Optional<Boolean> archived,
    OptionalInt pinOrder,
    Optional<Map<String, String>> labels,
    Optional<UUID> workspaceId) {}
