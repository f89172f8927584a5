package dev.baton.store;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.RunnerId;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/// A store in front of another one, to which it passes on whatever its heirs do not look at.
public abstract class ForwardingTurnStore implements TurnStore {

  protected final TurnStore store;

  protected ForwardingTurnStore(TurnStore store) {
    this.store = store;
  }

  @Override
  public Future<Taken> acquire(WorkerId worker, int atMost) {
    return store.acquire(worker, atMost);
  }

  @Override
  public Future<Void> noteWaiting() {
    return store.noteWaiting();
  }

  @Override
  public Future<List<Acquired>> takeOver(WorkerId worker, int atMost) {
    return store.takeOver(worker, atMost);
  }

  @Override
  public Future<Optional<TurnState>> state(ChatId chat) {
    return store.state(chat);
  }

  @Override
  public Future<Optional<Begun>> begin(TurnState from) {
    return store.begin(from);
  }

  @Override
  public Future<Commit> commit(TurnState from, ChatCommand.Work command) {
    return store.commit(from, command);
  }

  @Override
  public Future<Commit> markStarted(TurnState from, List<String> toolCallIds) {
    return store.markStarted(from, toolCallIds);
  }

  @Override
  public Future<Boolean> release(ChatId chat, RunnerId runner) {
    return store.release(chat, runner);
  }

  @Override
  public Future<List<Hint>> owned(WorkerId worker) {
    return store.owned(worker);
  }
}
