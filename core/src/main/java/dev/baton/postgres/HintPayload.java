package dev.baton.postgres;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.RunnerId;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import dev.baton.json.Json;
import dev.baton.json.MalformedJson;
import dev.baton.pubsub.Hint;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// What travels in a notification: a hint, or a probe by which a bus finds out whether it still
/// hears. Replicas of two versions talk to each other: fields that are not known are skipped, a
/// kind that is not known means "changed".
sealed interface HintPayload {

  /// The bus that sent it.
  UUID from();

  record OfHint(UUID from, Hint hint) implements HintPayload {}

  record Probe(UUID from, long number) implements HintPayload {}

  /// A few hundred bytes, whatever the chat holds; PostgreSQL takes less than 8000.
  default String encode() {
    return Json.write(out -> {
      out.writeStartObject();
      out.writeStringField("from", from().toString());
      switch (this) {
        case Probe(_, long number) -> out.writeNumberField("probe", number);
        case OfHint(_, var hint) -> write(out, hint);
      }
      out.writeEndObject();
    });
  }

  /// Reads what [#encode] wrote, here or in another version.
  ///
  /// @throws IllegalArgumentException if it makes no sense
  static HintPayload decode(String payload) {
    try {
      JsonNode node = Json.parse(payload);
      UUID from = uuid(node, "from");
      return node.has("probe")
          ? new Probe(from, node.get("probe").asLong())
          : new OfHint(from, hint(node));
    } catch (MalformedJson e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void write(JsonGenerator out, Hint hint) throws IOException {
    out.writeStringField("kind", hint.kind().name().toLowerCase(Locale.ROOT));
    out.writeStringField("chat", hint.chatId().toString());
    out.writeStringField("owner", hint.ownerId().toString());
    var versions = hint.versions();
    out.writeNumberField("snapshot", versions.snapshot());
    out.writeNumberField("history", versions.history());
    out.writeNumberField("queue", versions.queue());
    out.writeNumberField("retry", versions.retryState());
    out.writeNumberField("attempt", versions.attempt());
    out.writeStringField("status", hint.status().wireName());
    if (hint.archived()) {
      out.writeBooleanField("archived", true);
    }
    if (hint.workerId().isPresent()) {
      out.writeStringField("worker", hint.workerId().get().toString());
    }
    if (hint.runnerId().isPresent()) {
      out.writeStringField("runner", hint.runnerId().get().toString());
    }
    if (hint.traceparent().isPresent()) {
      out.writeStringField("trace", hint.traceparent().get());
    }
  }

  private static Hint hint(JsonNode node) {
    return new Hint(
        kind(node.path("kind").asText()),
        new ChatId(uuid(node, "chat")),
        new UserId(uuid(node, "owner")),
        new Versions(
            number(node, "snapshot"),
            number(node, "history"),
            number(node, "queue"),
            number(node, "retry"),
            number(node, "attempt")),
        ChatStatus.ofWireName(node.path("status").asText()),
        node.path("archived").asBoolean(),
        optionalUuid(node, "worker").map(WorkerId::new),
        optionalUuid(node, "runner").map(RunnerId::new),
        Optional.ofNullable(node.path("trace").textValue()));
  }

  private static Hint.Kind kind(String name) {
    try {
      return Hint.Kind.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Hint.Kind.CHANGED;
    }
  }

  private static long number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber()) {
      throw new IllegalArgumentException("a hint without " + field);
    }
    return value.longValue();
  }

  private static UUID uuid(JsonNode node, String field) {
    return UUID.fromString(node.path(field).asText());
  }

  private static Optional<UUID> optionalUuid(JsonNode node, String field) {
    return node.has(field) ? Optional.of(uuid(node, field)) : Optional.empty();
  }
}
