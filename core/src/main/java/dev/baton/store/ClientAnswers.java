package dev.baton.store;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.Draft;
import dev.baton.chat.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Matches a client's answers with the calls it was asked to execute: all of them, each once. Pure.
public final class ClientAnswers {

  private ClientAnswers() {}

  /// A call that waits for the client.
  public record Open(String id, String tool) {}

  /// One message a call, in the order of the calls. Where no call is open, answers are not looked
  /// at: the machine refuses the command.
  ///
  /// @throws StoreException.Invalid if the answers do not match the calls
  public static ChatCommand.CompleteRequiresAction command(
      List<Open> open, List<ToolAnswer> answers) {
    return new ChatCommand.CompleteRequiresAction(
        open.isEmpty() ? List.of() : results(open, answers));
  }

  private static List<Draft> results(List<Open> open, List<ToolAnswer> answers) {
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
