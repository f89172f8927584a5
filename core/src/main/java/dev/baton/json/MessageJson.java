package dev.baton.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.ChatId;
import dev.baton.chat.Message;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Role;
import dev.baton.chat.Usage;
import dev.baton.chat.UserId;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Messages, committed and queued, and their usage.
public final class MessageJson {

  private MessageJson() {}

  public static void write(JsonGenerator out, Message message) throws IOException {
    out.writeStartObject();
    out.writeNumberField("id", message.id());
    out.writeStringField("chat_id", message.chatId().toString());
    out.writeStringField("role", message.role().wireName());
    out.writeFieldName("content");
    PartJson.writeAll(out, message.content());
    out.writeStringField("created_at", message.createdAt().toString());
    if (message.createdBy().isPresent()) {
      out.writeStringField("created_by", message.createdBy().get().toString());
    }
    if (message.modelConfigId().isPresent()) {
      out.writeStringField("model_config_id", message.modelConfigId().get().toString());
    }
    out.writeNumberField("revision", message.revision());
    write(out, "queued_message_id", message.queuedMessageId());
    if (message.usage().isPresent()) {
      out.writeFieldName("usage");
      write(out, message.usage().get());
    }
    out.writeEndObject();
  }

  public static void write(JsonGenerator out, QueuedMessage queued) throws IOException {
    out.writeStartObject();
    out.writeNumberField("id", queued.id());
    out.writeStringField("chat_id", queued.chatId().toString());
    out.writeFieldName("content");
    PartJson.writeAll(out, queued.content());
    if (queued.modelConfigId().isPresent()) {
      out.writeStringField("model_config_id", queued.modelConfigId().get().toString());
    }
    if (queued.createdBy().isPresent()) {
      out.writeStringField("created_by", queued.createdBy().get().toString());
    }
    out.writeStringField("created_at", queued.createdAt().toString());
    out.writeEndObject();
  }

  public static void write(JsonGenerator out, Usage usage) throws IOException {
    out.writeStartObject();
    write(out, "input_tokens", usage.inputTokens());
    write(out, "output_tokens", usage.outputTokens());
    write(out, "total_tokens", usage.totalTokens());
    write(out, "reasoning_tokens", usage.reasoningTokens());
    write(out, "cache_creation_tokens", usage.cacheCreationTokens());
    write(out, "cache_read_tokens", usage.cacheReadTokens());
    write(out, "context_limit", usage.contextLimit());
    out.writeEndObject();
  }

  /// Reads what [#write(JsonGenerator, Usage)] wrote.
  public static Usage readUsage(String json) {
    return readUsage(Json.parse(json));
  }

  /// Reads an array of what [#write(JsonGenerator, Message)] wrote; a field that is null is one
  /// that is not there.
  ///
  /// @throws MalformedJson if it is something else
  public static List<Message> readAll(String json) {
    return Json.parse(json).valueStream().map(MessageJson::read).toList();
  }

  private static Message read(JsonNode node) {
    try {
      return new Message(
          node.path("id").longValue(),
          new ChatId(uuid(node.path("chat_id"))),
          Role.ofWireName(node.path("role").asText()),
          PartJson.readAll(node.path("content")),
          Instant.parse(node.path("created_at").asText()),
          present(node, "created_by").map(MessageJson::uuid).map(UserId::new),
          present(node, "model_config_id").map(MessageJson::uuid),
          node.path("revision").longValue(),
          number(node, "queued_message_id"),
          present(node, "usage").map(MessageJson::readUsage));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new MalformedJson("no message: " + e.getMessage());
    }
  }

  private static UUID uuid(JsonNode node) {
    return UUID.fromString(node.asText());
  }

  private static Optional<JsonNode> present(JsonNode node, String field) {
    return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
  }

  private static Usage readUsage(JsonNode node) {
    return new Usage(
        number(node, "input_tokens"),
        number(node, "output_tokens"),
        number(node, "total_tokens"),
        number(node, "reasoning_tokens"),
        number(node, "cache_creation_tokens"),
        number(node, "cache_read_tokens"),
        number(node, "context_limit"));
  }

  private static OptionalLong number(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null || value.isNull()
        ? OptionalLong.empty()
        : OptionalLong.of(value.longValue());
  }

  private static void write(JsonGenerator out, String field, OptionalLong value)
      throws IOException {
    if (value.isPresent()) {
      out.writeNumberField(field, value.getAsLong());
    }
  }
}
