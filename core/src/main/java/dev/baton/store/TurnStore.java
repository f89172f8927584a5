package dev.baton.store;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.RunnerId;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/// What a worker may read and write of the chats it owns. Acts with the deployment's own rights.
public interface TurnStore {

  /// Takes runnable chats that nobody owns, each with a fresh runner: longest wait first, or, where
  /// the deployment has caps, users with fewer running chats first, then the longest wait. What is
  /// to be stopped, or waits for its client, needs no slot.
  Future<Taken> acquire(WorkerId worker, int atMost);

  /// Marks chats that nobody has taken for a while as queued for capacity, and tells of it.
  Future<Void> noteWaiting();

  /// Takes runnable chats whose worker's lease is expired or gone, longest wait first, each with a
  /// fresh runner. They keep the slots that they held.
  Future<List<Acquired>> takeOver(WorkerId worker, int atMost);

  /// The chat's row; empty if it was deleted.
  Future<Optional<TurnState>> state(ChatId chat);

  /// Begins the next attempt and reads what it starts from, in one statement, if the row still is
  /// what `from` says; the hint goes out after the commit.
  ///
  /// @return empty if the fence no longer matched: as [Commit.Missed]
  /// @throws IllegalArgumentException if the machine refuses an attempt in that state
  Future<Optional<Begun>> begin(TurnState from);

  /// Applies one command in one statement, if the row still is what `from` says; the hint goes out
  /// after the commit.
  ///
  /// @throws IllegalArgumentException if the machine refuses the command in that state: a fault of
  ///   the caller
  Future<Commit> commit(TurnState from, ChatCommand.Work command);

  /// Notes that calls are about to be dispatched, so that nobody will run them a second time.
  Future<Commit> markStarted(TurnState from, List<String> toolCallIds);

  /// Gives up a chat that stays runnable, for another worker to take at once.
  ///
  /// @return whether it was still owned by the runner
  Future<Boolean> release(ChatId chat, RunnerId runner);

  /// The rows of all chats that the store believes to be this worker's, as hints.
  Future<List<Hint>> owned(WorkerId worker);
}
