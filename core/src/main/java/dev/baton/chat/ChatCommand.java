package dev.baton.chat;

import java.time.Duration;
import java.util.List;

/// What may be asked of a chat: by people through the API, or by the worker that owns it.
public sealed interface ChatCommand {

  /// Asked by people. Applied under the row's lock.
  sealed interface Request extends ChatCommand {}

  record Create(List<Draft> initial) implements Request {}

  record Send(Draft message, BusyBehavior busy) implements Request {}

  /// Replaces a user message and drops all that came after it.
  record Edit(long messageId, Draft replacement) implements Request {}

  record EditQueued(long queuedId, List<Part> content) implements Request {}

  record DeleteQueued(long queuedId) implements Request {}

  /// Sends a queued message now.
  record Promote(long queuedId) implements Request {}

  record Interrupt() implements Request {}

  /// Goes on after an error without a new message.
  record RetryTurn() implements Request {}

  /// The client's answers to all the calls it was asked to execute.
  record CompleteRequiresAction(List<Draft> results) implements Request {}

  record RequestCompaction() implements Request {}

  record ClearContext() implements Request {}

  record Archive() implements Request {}

  record Unarchive() implements Request {}

  /// Repairs a row whose columns contradict each other.
  record Reconcile() implements Request {}

  /// Asked by the owner. Applied as one statement whose `WHERE` is the fence.
  sealed interface Work extends ChatCommand {}

  /// A model call begins, and with it an episode.
  record BeginAttempt() implements Work {}

  /// A model call failed and will be tried again.
  record RecordRetry(Retry retry) implements Work {}

  /// The model asked for tools: its message, and an intent for each of its calls, those that run
  /// here and those that the client executes. Begins the episode of the tools.
  record CommitCalls(Draft step, List<Part.ToolCall> calls, List<Part.ToolCall> clientCalls)
      implements Work {}

  /// All results of the step, in call order.
  record CommitResults(List<Draft> results) implements Work {}

  /// Results of the tools that ran here, while the client executes the others.
  record EnterRequiresAction(List<Draft> results, Duration timeout) implements Work {}

  /// The client did not answer in time.
  record CancelRequiresAction() implements Work {}

  /// The model's summary of the history, which takes the history's place before the model.
  record CommitSummary(List<Draft> summary) implements Work {}

  /// The turn's last step, if the history does not hold it yet.
  record FinishTurn(List<Draft> step) implements Work {}

  /// What existed of the step when it was interrupted.
  record FinishInterruption(List<Draft> partial) implements Work {}

  record FinishError(ChatError error) implements Work {}
}
