package dev.baton.chat;

import java.util.List;
import java.util.stream.Stream;

/// What [ChatMachine] answers.
public sealed interface Decision {

  /// Land in `next` by way of `effects`.
  record Move(ChatState next, List<Effect> effects) implements Decision {

    static Move to(ChatState next, Effect... effects) {
      return new Move(next, List.of(effects));
    }

    Move and(Effect last) {
      return new Move(next, Stream.concat(effects.stream(), Stream.of(last)).toList());
    }
  }

  /// The command changes nothing here, and that is no error.
  record Stay() implements Decision {}

  /// The command does not go with the state.
  record Refused(ChatState from, ChatCommand command, Reason reason) implements Decision {}

  /// Why a command is refused.
  enum Reason {
    /// The move is not in the table.
    NOT_ALLOWED,
    /// There is no such chat.
    ABSENT,
    /// The columns contradict each other: reconcile first.
    INVALID_STATE,
    ARCHIVED,
    QUEUE_FULL
  }
}
