package dev.baton.postgres;

import dev.baton.chat.Part;
import dev.baton.json.Json;
import dev.baton.json.MessageJson;
import dev.baton.store.TurnHistory;
import io.vertx.sqlclient.Row;

/// A chat's history as two columns beside its row, so that one statement can move the row and say
/// what it moved on from.
final class HistoryColumns {

  /// What a model is told of the chat `c`, and the calls that wait for a result.
  static final String HISTORY =
      """
      (SELECT COALESCE(json_agg(json_build_object(
           'id', m.id, 'chat_id', m.chat_id, 'role', m.role, 'content', m.content,
           'created_at', m.created_at, 'created_by', m.created_by,
           'model_config_id', m.model_config_id, 'revision', m.revision,
           'queued_message_id', m.queued_message_id, 'usage', m.usage) ORDER BY m.id), '[]')::text
         FROM chat_messages m
         WHERE m.chat_id = c.id AND NOT m.deleted
           AND (m.id >= c.context_from_id OR m.hidden AND m.role = 'system')) AS messages,
      (SELECT COALESCE(json_agg(json_build_object(
           'id', t.tool_call_id, 'name', t.tool_name, 'args', t.args, 'client', t.client,
           'started', t.started_at IS NOT NULL) ORDER BY t.message_id, t.call_index), '[]')::text
         FROM tool_calls t JOIN chat_messages m ON m.id = t.message_id AND NOT m.deleted
         WHERE t.chat_id = c.id AND t.settled_at IS NULL) AS open_calls
      """;

  private HistoryColumns() {}

  static TurnHistory history(Row row) {
    return new TurnHistory(
        MessageJson.readAll(row.getString("messages")),
        Json.parse(row.getString("open_calls"))
            .valueStream()
            .map(call ->
                new TurnHistory.OpenCall(
                    new Part.ToolCall(
                        call.path("id").textValue(),
                        call.path("name").textValue(),
                        call.path("args").toString()),
                    call.path("client").booleanValue(),
                    call.path("started").booleanValue()))
            .toList());
  }
}
