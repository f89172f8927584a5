package dev.baton.server.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.server.e2e.Cursor.Episode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/// One event of a chat's stream.
sealed interface Event {

  Set<String> STATUSES = Set.of("waiting", "running", "interrupting", "requires_action", "error");

  record HistoryReset() implements Event {}

  /// A committed message, as it is on the wire.
  record Message(JsonNode json) implements Event {

    long id() {
      return json.get("id").longValue();
    }

    long revision() {
      return json.get("revision").longValue();
    }

    String role() {
      return json.get("role").textValue();
    }

    /// All its text parts as one.
    String text() {
      return textOf(json.get("content"));
    }
  }

  record Queue(List<JsonNode> messages) implements Event {}

  record Status(String status, Optional<String> workerId) implements Event {}

  record Failed(JsonNode error) implements Event {}

  record ActionRequired(JsonNode action) implements Event {}

  record Retry(JsonNode retry) implements Event {}

  record PreviewReset() implements Event {}

  record Part(String workerId, Episode episode, long seq, long count, String role, JsonNode part)
      implements Event {

    long firstSeq() {
      return seq - count + 1;
    }

    /// Its text, if it is text.
    String text() {
      return part.path("type").asText().equals("text") ? part.path("text").asText() : "";
    }
  }

  record Synced(Cursor cursor) implements Event {}

  /// The text parts of a message's content as one text.
  static String textOf(JsonNode content) {
    var text = new StringBuilder();
    for (JsonNode part : content) {
      if (part.path("type").asText().equals("text")) {
        text.append(part.path("text").asText());
      }
    }
    return text.toString();
  }

  /// Reads one event, strictly.
  ///
  /// @throws Breach if it is not what the contract says
  static Event of(JsonNode json) {
    if (json.has("chat_id")) {
      throw new Breach("an event has a chat_id");
    }
    String type = text(json, "type");
    return switch (type) {
      case "history_reset" -> new HistoryReset();
      case "message" -> message(object(json, "message"));
      case "queue_update" -> new Queue(list(json, "queued_messages"));
      case "status" -> status(json);
      case "error" -> new Failed(failure(object(json, "error")));
      case "action_required" -> new ActionRequired(object(json, "action_required"));
      case "retry" -> new Retry(retry(object(json, "retry")));
      case "preview_reset" -> new PreviewReset();
      case "message_part" -> part(json);
      case "synced" -> new Synced(new Cursor(episode(json), number(json, "seq", 0)));
      default -> throw new Breach("an event of unknown type " + type);
    };
  }

  private static Event message(JsonNode message) {
    number(message, "id", 1);
    number(message, "revision", 1);
    text(message, "chat_id");
    text(message, "created_at");
    list(message, "content");
    if (!Set.of("user", "assistant", "tool", "system").contains(text(message, "role"))) {
      throw new Breach("a message of unknown role");
    }
    return new Message(message);
  }

  private static Event status(JsonNode json) {
    String status = text(json, "status");
    if (!STATUSES.contains(status)) {
      throw new Breach("unknown status " + status);
    }
    return new Status(status, Optional.ofNullable(json.get("worker_id")).map(JsonNode::asText));
  }

  private static JsonNode failure(JsonNode error) {
    text(error, "message");
    text(error, "kind");
    return error;
  }

  private static JsonNode retry(JsonNode retry) {
    number(retry, "attempt", 1);
    number(retry, "delay_ms", 0);
    text(retry, "error");
    text(retry, "retrying_at");
    return retry;
  }

  private static Event part(JsonNode json) {
    JsonNode part = object(json, "part");
    text(part, "type");
    return new Part(
        text(json, "worker_id"),
        episode(json),
        number(json, "seq", 1),
        json.has("count") ? number(json, "count", 1) : 1,
        text(json, "role"),
        part);
  }

  private static Episode episode(JsonNode json) {
    return new Episode(number(json, "history_version", 0), number(json, "generation_attempt", 0));
  }

  private static JsonNode object(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isObject()) {
      throw new Breach("no object " + field);
    }
    return value;
  }

  private static List<JsonNode> list(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isArray()) {
      throw new Breach("no list " + field);
    }
    return StreamSupport.stream(value.spliterator(), false).toList();
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new Breach("no text " + field);
    }
    return value.textValue();
  }

  private static long number(JsonNode json, String field, long least) {
    JsonNode value = json.path(field);
    if (!value.isIntegralNumber() || value.longValue() < least) {
      throw new Breach("no number " + field + " of at least " + least);
    }
    return value.longValue();
  }
}
