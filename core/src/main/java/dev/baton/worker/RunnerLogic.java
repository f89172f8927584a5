package dev.baton.worker;

import dev.baton.cancellation.Cause;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.RunnerId;
import dev.baton.pubsub.Hint;
import dev.baton.store.TurnState;
import java.util.Optional;

/// What the runner of a chat does about what it sees. Pure.
final class RunnerLogic {

  private RunnerLogic() {}

  /// What to do with the row.
  enum Next {
    /// The chat needs the model, or its tools.
    ADVANCE,
    /// The interruption is to be committed, with what exists of the step.
    FINISH_INTERRUPTION,
    /// The client has calls to answer.
    AWAIT_CLIENT,
    /// The chat is ours and must be let go: it is at rest, or this replica stops, or it wants to
    /// run and was taken without a slot.
    RELEASE,
    /// The chat is not ours.
    LEAVE
  }

  /// @param admitted the chat was taken to run, not to be stopped
  /// @param draining it is to be handed on
  static Next next(TurnState row, RunnerId runner, boolean admitted, boolean draining) {
    if (!row.isOwnedBy(runner)) {
      return Next.LEAVE;
    }
    if (row.archived()) {
      return Next.RELEASE;
    }
    return switch (row.status()) {
      case WAITING, ERROR -> Next.RELEASE;
      case INTERRUPTING -> Next.FINISH_INTERRUPTION;
      case RUNNING -> draining || !admitted ? Next.RELEASE : Next.ADVANCE;
      case REQUIRES_ACTION -> draining ? Next.RELEASE : Next.AWAIT_CLIENT;
    };
  }

  /// Why the present activity must end, if a hint says so. A hint that is not newer than the row
  /// says nothing, nor does one of a change that does not touch the activity.
  static Optional<Cause> cause(TurnState row, RunnerId runner, Hint hint) {
    if (hint.versions().snapshot() <= row.versions().snapshot()) {
      return Optional.empty();
    }
    if (hint.kind() == Hint.Kind.DELETED || hint.runnerId().filter(runner::equals).isEmpty()) {
      return Optional.of(Cause.SUPERSEDED);
    }
    if (row.status() == ChatStatus.RUNNING && hint.status() == ChatStatus.INTERRUPTING) {
      return Optional.of(Cause.INTERRUPTED);
    }
    return isSameWork(row, hint) ? Optional.empty() : Optional.of(Cause.SUPERSEDED);
  }

  private static boolean isSameWork(TurnState row, Hint hint) {
    return hint.status() == row.status()
        && hint.archived() == row.archived()
        && hint.versions().history() == row.versions().history();
  }
}
