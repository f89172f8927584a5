package dev.baton.model;

import dev.baton.chat.Usage;

/// What a model says while it answers, in its order.
public sealed interface ModelEvent {

  record TextDelta(String text) implements ModelEvent {}

  record ReasoningDelta(String text) implements ModelEvent {}

  /// A piece of a call's arguments. The name is known from the first piece on.
  record ToolCallDelta(String toolCallId, String toolName, String argsDelta)
      implements ModelEvent {}

  /// A call, complete. `argsJson` is what the model wrote, which need not be JSON.
  record ToolCall(String toolCallId, String toolName, String argsJson) implements ModelEvent {}

  record Source(String url, String title) implements ModelEvent {}

  /// The last event of a call.
  sealed interface Terminal extends ModelEvent {}

  record Finished(FinishReason reason, Usage usage) implements Terminal {}

  record Failed(ModelFailure failure) implements Terminal {}

  record Cancelled() implements Terminal {}

  enum FinishReason {
    STOP,
    TOOL_CALLS,
    LENGTH,
    CONTENT_FILTER,
    OTHER
  }
}
