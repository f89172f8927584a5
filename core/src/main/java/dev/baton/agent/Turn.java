package dev.baton.agent;

import dev.baton.cancellation.Cancellation;
import dev.baton.chat.ChatCommand;
import dev.baton.store.TurnHistory;
import dev.baton.store.TurnState;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A chat in the hands of its owner, as the agent loop sees it. All calls are made on the chat's
/// virtual thread and may wait. A database that cannot be reached is waited for, within limits.
public interface Turn {

  /// The row as last read or committed.
  TurnState state();

  /// Begins the next attempt: [#state] is then its row, and what is returned is the history that it
  /// begins from. Empty if the row has moved on, and is to be read again.
  Optional<TurnHistory> begin();

  /// Asks the database until it answers; empty if the run ended first.
  <T> Optional<T> asked(Supplier<Future<T>> question);

  /// Writes, if the row still is as [#state] says; which then is the new row.
  ///
  /// @return whether it is in the store; if not, whoever runs the loop reads the row again
  boolean commit(ChatCommand.Work command);

  /// Notes that the calls are about to be dispatched.
  ///
  /// @return whether they may be
  boolean markStarted(List<String> toolCallIds);

  /// Waits until this replica may cause effects outside: its lease is good.
  ///
  /// @return false if the activity was cancelled first
  boolean awaitTrust();

  /// Whether this replica may cause effects outside now.
  boolean isTrusted();

  /// Ends the present activity.
  Cancellation cancellation();
}
