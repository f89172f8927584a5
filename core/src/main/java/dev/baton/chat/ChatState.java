package dev.baton.chat;

/// Where a chat stands. A state carries only its own data: how many messages are queued.
public sealed interface ChatState {

  /// No such chat yet.
  record Absent() implements ChatState {}

  /// At rest; the queue is empty by definition.
  record Waiting() implements ChatState {}

  /// At rest after an error; a queue, if any, is kept.
  record Failed(int queued) implements ChatState {}

  /// Wants the model, or runs tools.
  record Running(int queued) implements ChatState {}

  /// Asked to stop; the partial step is not committed yet.
  record Interrupting(int queued) implements ChatState {}

  /// Waits for the results of tools that the client executes.
  record AwaitingResults(int queued) implements ChatState {}

  /// Put away while waiting.
  record ArchivedWaiting() implements ChatState {}

  /// Put away after an error.
  record ArchivedFailed(int queued) implements ChatState {}

  /// The columns say what cannot be. Reconciling brings it to [Failed].
  record Invalid(int queued, String why) implements ChatState {}

  /// Reads a state from the columns of a row.
  static ChatState of(ChatStatus status, boolean archived, int queued) {
    return archived ? putAway(status, queued) : live(status, queued);
  }

  private static ChatState live(ChatStatus status, int queued) {
    return switch (status) {
      case WAITING -> queued == 0 ? new Waiting() : new Invalid(queued, "waiting with a queue");
      case ERROR -> new Failed(queued);
      case RUNNING -> new Running(queued);
      case INTERRUPTING -> new Interrupting(queued);
      case REQUIRES_ACTION -> new AwaitingResults(queued);
    };
  }

  private static ChatState putAway(ChatStatus status, int queued) {
    return switch (status) {
      case WAITING ->
          queued == 0 ? new ArchivedWaiting() : new Invalid(queued, "archived with a queue");
      case ERROR -> new ArchivedFailed(queued);
      case RUNNING, INTERRUPTING, REQUIRES_ACTION ->
          new Invalid(queued, "archived while " + status.wireName());
    };
  }

  /// The short name used in the table of moves, in logs and in refusals: `R1` is running with a
  /// queue.
  default String label() {
    return switch (this) {
      case Absent() -> "N";
      case Waiting() -> "W";
      case Failed(var queued) -> "E" + (queued > 0 ? 1 : 0);
      case Running(var queued) -> "R" + (queued > 0 ? 1 : 0);
      case Interrupting(var queued) -> "I" + (queued > 0 ? 1 : 0);
      case AwaitingResults(var queued) -> "A" + (queued > 0 ? 1 : 0);
      case ArchivedWaiting() -> "XW";
      case ArchivedFailed(var queued) -> "XE" + (queued > 0 ? 1 : 0);
      case Invalid _ -> "Invalid";
    };
  }

  /// What the status column holds in this state.
  ///
  /// @throws IllegalStateException for a chat that is absent or invalid
  default ChatStatus status() {
    return switch (this) {
      case Waiting(), ArchivedWaiting() -> ChatStatus.WAITING;
      case Failed _, ArchivedFailed _ -> ChatStatus.ERROR;
      case Running _ -> ChatStatus.RUNNING;
      case Interrupting _ -> ChatStatus.INTERRUPTING;
      case AwaitingResults _ -> ChatStatus.REQUIRES_ACTION;
      case Absent(), Invalid _ -> throw new IllegalStateException("no status in " + label());
    };
  }

  default boolean isArchived() {
    return this instanceof ArchivedWaiting || this instanceof ArchivedFailed;
  }
}
