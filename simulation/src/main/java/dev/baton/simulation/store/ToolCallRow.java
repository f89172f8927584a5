package dev.baton.simulation.store;

import dev.baton.chat.Part;
import dev.baton.store.TurnHistory;

/// A call that a committed message asks for, and what became of it.
///
/// @param index its place among the calls of its message, from 0
/// @param isClients the client executes it
/// @param started it was dispatched
/// @param settled it has its result, or will never need one
public record ToolCallRow(
    long messageId,
    int index,
    Part.ToolCall call,
    boolean isClients,
    boolean started,
    boolean settled) {

  static ToolCallRow open(long messageId, int index, Part.ToolCall call, boolean isClients) {
    return new ToolCallRow(messageId, index, call, isClients, false, false);
  }

  ToolCallRow start() {
    return new ToolCallRow(messageId, index, call, isClients, true, settled);
  }

  ToolCallRow settle() {
    return new ToolCallRow(messageId, index, call, isClients, started, true);
  }

  TurnHistory.OpenCall asOpenCall() {
    return new TurnHistory.OpenCall(call, isClients, started);
  }
}
