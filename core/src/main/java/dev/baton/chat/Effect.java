package dev.baton.chat;

import java.time.Duration;
import java.util.List;

/// One change of the store that belongs to a move. Effects of one move are applied in order and
/// together, or not at all.
public sealed interface Effect {

  /// Adds messages at the end of the history, in order.
  record Append(List<Draft> messages) implements Effect {}

  /// Gives every call without a result an error result that says why.
  record AnswerOpenCalls(String reason) implements Effect {}

  /// Notes what is about to be executed, here and by the client, before anything is. They are calls
  /// of the message appended last.
  record OpenCalls(List<Part.ToolCall> calls, List<Part.ToolCall> clientCalls) implements Effect {}

  /// Adds a message at the end of the queue.
  record Enqueue(Draft message) implements Effect {}

  /// Takes the head of the queue and adds it to the history.
  record PromoteHead() implements Effect {}

  record ReplaceQueued(long queuedId, List<Part> content) implements Effect {}

  record RemoveQueued(long queuedId) implements Effect {}

  record MoveToHead(long queuedId) implements Effect {}

  record ClearQueue() implements Effect {}

  /// Soft-deletes the message and all after it.
  record TruncateFrom(long messageId) implements Effect {}

  /// Starts the next episode of the present history.
  record NextAttempt() implements Effect {}

  record NoteRetry(Retry retry) implements Effect {}

  record SetError(ChatError error) implements Effect {}

  /// A new start: the error goes, and all counters begin at zero.
  record ClearError() implements Effect {}

  /// How long the client may take to answer its calls, from now, by the database's clock.
  record SetActionDeadline(Duration timeout) implements Effect {}

  record NoteCompactionRequest() implements Effect {}

  /// Hides the history from the model, but for what the same move adds to it.
  record ForgetHistory() implements Effect {}

  /// Gives up ownership: nothing is left to run.
  record Release() implements Effect {}
}
