package dev.baton.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.cancellation.Cancellation;
import dev.baton.chat.ChatId;
import dev.baton.chat.UserId;
import java.util.function.Consumer;

/// One call.
///
/// @param args always an object
/// @param output shows people what the tool prints while it runs; any thread
public record ToolInvocation(
    ChatId chatId,
    UserId ownerId,
    String toolCallId,
    JsonNode args,
    Cancellation cancellation,
    Consumer<String> output) {}
