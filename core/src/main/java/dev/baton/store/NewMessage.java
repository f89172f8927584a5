package dev.baton.store;

import dev.baton.chat.BusyBehavior;
import dev.baton.chat.Part;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A user's message to an existing chat.
public record NewMessage(
    List<Part> content,
    BusyBehavior busyBehavior,
    Optional<UUID> modelConfigId,
    Optional<String> reasoningEffort) {}
