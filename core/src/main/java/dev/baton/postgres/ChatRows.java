package dev.baton.postgres;

import static dev.baton.postgres.Columns.id;
import static dev.baton.postgres.Columns.instant;
import static dev.baton.postgres.Columns.text;

import dev.baton.chat.Chat;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatState;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.RunnerId;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import dev.baton.json.ErrorJson;
import dev.baton.json.Json;
import dev.baton.pubsub.Hint;
import io.vertx.sqlclient.Row;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Rows of `chats`, which SQL texts call `c`.
final class ChatRows {

  /// What a hint says.
  static final String HINT =
      """
      c.id, c.owner_id, c.status, c.archived, c.worker_id, c.runner_id, c.snapshot_version,
      c.history_version, c.queue_version, c.retry_state_version, c.generation_attempt
      """;

  /// What people see, and what a hint says.
  static final String CHAT =
      HINT
          + """
          , c.title, c.workspace_id, c.parent_chat_id, c.root_chat_id, c.last_model_config_id,
          c.last_error::text AS last_error, c.labels::text AS labels, c.pin_order, c.created_at,
          c.updated_at,
          EXISTS (
            SELECT FROM chat_messages m
            WHERE m.chat_id = c.id AND m.id > c.last_read_message_id AND m.role = 'assistant'
              AND NOT m.hidden AND NOT m.deleted) AS has_unread,
          c.queued_for_capacity
          """;

  private ChatRows() {}

  static ChatId chatId(Row row) {
    return new ChatId(row.getUUID("id"));
  }

  static UserId ownerId(Row row) {
    return new UserId(row.getUUID("owner_id"));
  }

  static ChatStatus status(Row row) {
    return ChatStatus.ofWireName(row.getString("status"));
  }

  static ChatState state(Row row, int queued) {
    return ChatState.of(status(row), row.getBoolean("archived"), queued);
  }

  static Versions versions(Row row) {
    return new Versions(
        row.getLong("snapshot_version"),
        row.getLong("history_version"),
        row.getLong("queue_version"),
        row.getLong("retry_state_version"),
        row.getLong("generation_attempt"));
  }

  static Hint hint(Row row, Hint.Kind kind) {
    return new Hint(
        kind,
        chatId(row),
        ownerId(row),
        versions(row),
        status(row),
        row.getBoolean("archived"),
        id(row, "worker_id", WorkerId::new),
        id(row, "runner_id", RunnerId::new));
  }

  static Chat chat(Row row) {
    return new Chat(
        chatId(row),
        ownerId(row),
        row.getString("title"),
        status(row),
        row.getBoolean("archived"),
        id(row, "worker_id", WorkerId::new),
        id(row, "workspace_id", Function.identity()),
        id(row, "parent_chat_id", ChatId::new),
        new ChatId(row.getUUID("root_chat_id")),
        row.getUUID("last_model_config_id"),
        text(row, "last_error", ErrorJson::readError),
        labels(row.getString("labels")),
        row.getInteger("pin_order"),
        instant(row, "created_at"),
        instant(row, "updated_at"),
        versions(row),
        row.getBoolean("has_unread"),
        row.getBoolean("queued_for_capacity"));
  }

  static String labelsJson(Map<String, String> labels) {
    return Json.write(out -> {
      out.writeStartObject();
      for (var label : labels.entrySet()) {
        out.writeStringField(label.getKey(), label.getValue());
      }
      out.writeEndObject();
    });
  }

  private static Map<String, String> labels(String json) {
    var labels = new TreeMap<String, String>();
    for (var label : Json.parse(json).properties()) {
      labels.put(label.getKey(), label.getValue().asText());
    }
    return Collections.unmodifiableMap(labels);
  }
}
