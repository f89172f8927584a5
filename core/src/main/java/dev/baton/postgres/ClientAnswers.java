package dev.baton.postgres;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.Draft;
import dev.baton.chat.Part;
import dev.baton.store.StoreException;
import dev.baton.store.ToolAnswer;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Matches a client's answers with the calls it was asked to execute: all of them, each once.
final class ClientAnswers {

  /// Empty in any other status, which the machine then refuses.
  private static final String OPEN_CALLS =
      """
      SELECT t.tool_call_id, t.tool_name
      FROM tool_calls t JOIN chats c ON c.id = t.chat_id AND c.status = 'requires_action'
      WHERE t.chat_id = $1 AND t.settled_at IS NULL AND t.client
      ORDER BY t.message_id, t.call_index
      """;

  private ClientAnswers() {}

  /// A call that waits for the client.
  record Open(String id, String tool) {}

  static Future<ChatCommand.CompleteRequiresAction> command(
      SqlConnection tx, ChatId chat, List<ToolAnswer> answers) {
    return tx.preparedQuery(OPEN_CALLS)
        .execute(Tuple.of(chat.value()))
        .map(rows ->
            ChatReads.all(
                rows, row -> new Open(row.getString("tool_call_id"), row.getString("tool_name"))))
        .map(open ->
            new ChatCommand.CompleteRequiresAction(
                open.isEmpty() ? List.of() : results(open, answers)));
  }

  /// One message a call, in the order of the calls.
  static List<Draft> results(List<Open> open, List<ToolAnswer> answers) {
    var byId = new HashMap<String, ToolAnswer>();
    for (ToolAnswer answer : answers) {
      if (byId.put(answer.toolCallId(), answer) != null) {
        throw invalid("Call %s is answered twice.".formatted(answer.toolCallId()));
      }
    }
    var results = new ArrayList<Draft>();
    for (Open call : open) {
      results.add(result(call, byId));
    }
    if (!byId.isEmpty()) {
      throw invalid("No open call has the id %s.".formatted(byId.keySet().iterator().next()));
    }
    return results;
  }

  private static Draft result(Open call, Map<String, ToolAnswer> byId) {
    var answer = byId.remove(call.id());
    if (answer == null) {
      throw invalid("Call %s is not answered: answer all open calls at once.".formatted(call.id()));
    }
    return Draft.toolResult(
        new Part.ToolResult(call.id(), call.tool(), answer.outputJson(), answer.isError()));
  }

  private static StoreException invalid(String message) {
    return new StoreException.Invalid("results", message);
  }
}
