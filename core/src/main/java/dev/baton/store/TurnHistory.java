package dev.baton.store;

import dev.baton.chat.Message;
import dev.baton.chat.Part;
import java.util.List;

/// What a model is told, hidden messages included, in order; and the calls that wait for a result.
public record TurnHistory(List<Message> messages, List<OpenCall> openCalls) {

  /// A call without a committed result, in call order.
  ///
  /// @param isClients the client executes it, not this server
  /// @param started it was dispatched, so it may have had its effect
  public record OpenCall(Part.ToolCall call, boolean isClients, boolean started) {}
}
