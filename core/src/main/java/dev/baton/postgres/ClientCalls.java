package dev.baton.postgres;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.store.ClientAnswers;
import dev.baton.store.ToolAnswer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/// The calls that a chat's client was asked to execute.
final class ClientCalls {

  /// Empty in any other status, which the machine then refuses.
  private static final String OPEN =
      """
      SELECT t.tool_call_id, t.tool_name
      FROM tool_calls t JOIN chats c ON c.id = t.chat_id AND c.status = 'requires_action'
      WHERE t.chat_id = $1 AND t.settled_at IS NULL AND t.client
      ORDER BY t.message_id, t.call_index
      """;

  private ClientCalls() {}

  static Future<ChatCommand.CompleteRequiresAction> answered(
      SqlConnection tx, ChatId chat, List<ToolAnswer> answers) {
    return tx.preparedQuery(OPEN)
        .execute(Tuple.of(chat.value()))
        .map(rows -> ClientAnswers.command(ChatReads.all(rows, ClientCalls::open), answers));
  }

  private static ClientAnswers.Open open(Row row) {
    return new ClientAnswers.Open(row.getString("tool_call_id"), row.getString("tool_name"));
  }
}
