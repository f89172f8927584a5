package dev.baton.store;

import dev.baton.chat.ChatId;
import dev.baton.chat.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A chat to be created, with its first message.
///
/// @param title without one it is made from the first text
/// @param systemPrompt stored as a hidden message
/// @param dynamicTools tools that the client executes: a JSON array of `{name, description,
///   input_schema}`
public record NewChat(
    List<Part> content,
    Optional<String> title,
    Optional<UUID> modelConfigId,
    Optional<UUID> workspaceId,
    Optional<ChatId> parentChatId,
    Map<String, String> labels,
    Optional<String> systemPrompt,
    String dynamicTools) {}
