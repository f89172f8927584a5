package dev.baton.postgres;

import static dev.baton.postgres.Columns.id;
import static dev.baton.postgres.Columns.instant;
import static dev.baton.postgres.Columns.number;
import static dev.baton.postgres.Columns.text;

import dev.baton.chat.ChatId;
import dev.baton.chat.Message;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Role;
import dev.baton.chat.UserId;
import dev.baton.json.MessageJson;
import dev.baton.json.PartJson;
import io.vertx.sqlclient.Row;
import java.util.function.Function;

/// Rows of `chat_messages` (`m` in SQL texts) and `chat_queued_messages` (`q`).
final class MessageRows {

  static final String MESSAGE =
      """
      m.id, m.chat_id, m.role, m.content::text AS content, m.created_at, m.created_by,
      m.model_config_id, m.revision, m.queued_message_id, m.usage::text AS usage
      """;

  static final String QUEUED =
      """
      q.id, q.chat_id, q.content::text AS content, q.model_config_id, q.created_by, q.created_at
      """;

  private MessageRows() {}

  static Message message(Row row) {
    return new Message(
        row.getLong("id"),
        new ChatId(row.getUUID("chat_id")),
        Role.ofWireName(row.getString("role")),
        PartJson.readAll(row.getString("content")),
        instant(row, "created_at"),
        id(row, "created_by", UserId::new),
        id(row, "model_config_id", Function.identity()),
        row.getLong("revision"),
        number(row, "queued_message_id"),
        text(row, "usage", MessageJson::readUsage));
  }

  static QueuedMessage queued(Row row) {
    return new QueuedMessage(
        row.getLong("id"),
        new ChatId(row.getUUID("chat_id")),
        PartJson.readAll(row.getString("content")),
        id(row, "model_config_id", Function.identity()),
        id(row, "created_by", UserId::new),
        instant(row, "created_at"));
  }
}
