package dev.baton.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.ChatError;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.Retry;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// A turn's error and a call's retry, as sent and as stored.
public final class ErrorJson {

  private ErrorJson() {}

  public static void write(JsonGenerator out, ChatError error) throws IOException {
    out.writeStartObject();
    out.writeStringField("message", error.message());
    write(out, "detail", error.detail());
    out.writeStringField("kind", error.kind().wireName());
    write(out, "provider", error.provider());
    out.writeBooleanField("retryable", error.retryable());
    write(out, "status_code", error.statusCode());
    out.writeEndObject();
  }

  public static void write(JsonGenerator out, Retry retry) throws IOException {
    out.writeStartObject();
    out.writeNumberField("attempt", retry.attempt());
    out.writeNumberField("delay_ms", retry.delayMillis());
    out.writeStringField("error", retry.error());
    out.writeStringField("kind", retry.kind().wireName());
    write(out, "provider", retry.provider());
    write(out, "status_code", retry.statusCode());
    out.writeStringField("retrying_at", retry.retryingAt().toString());
    out.writeEndObject();
  }

  public static ChatError readError(String json) {
    JsonNode node = Json.parse(json);
    return new ChatError(
        node.path("message").asText("The turn failed."),
        text(node, "detail"),
        kind(node),
        text(node, "provider"),
        node.path("retryable").asBoolean(),
        number(node, "status_code"));
  }

  public static Retry readRetry(String json) {
    JsonNode node = Json.parse(json);
    return new Retry(
        node.path("attempt").asInt(),
        node.path("delay_ms").asLong(),
        node.path("error").asText(),
        kind(node),
        text(node, "provider"),
        number(node, "status_code"),
        Instant.parse(node.path("retrying_at").asText()));
  }

  /// A kind that a newer replica wrote is told as `generic`.
  private static ErrorKind kind(JsonNode node) {
    try {
      return ErrorKind.ofWireName(node.path("kind").asText());
    } catch (IllegalArgumentException e) {
      return ErrorKind.GENERIC;
    }
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.get(field)).map(JsonNode::textValue);
  }

  private static OptionalInt number(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null ? OptionalInt.empty() : OptionalInt.of(value.intValue());
  }

  private static void write(JsonGenerator out, String field, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      out.writeStringField(field, value.get());
    }
  }

  private static void write(JsonGenerator out, String field, OptionalInt value) throws IOException {
    if (value.isPresent()) {
      out.writeNumberField(field, value.getAsInt());
    }
  }
}
