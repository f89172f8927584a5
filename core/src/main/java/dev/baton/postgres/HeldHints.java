package dev.baton.postgres;

import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps back the hints of a transaction until it has been committed; nobody hears those of one
/// that was not.
final class HeldHints implements ChatBus {

  private final List<Hint> held = new CopyOnWriteArrayList<>();

  @Override
  public void publish(Hint hint) {
    held.add(hint);
  }

  @Override
  public Subscription subscribe(Listener listener) {
    throw new UnsupportedOperationException("nothing is told before the commit");
  }

  /// After the commit.
  void release(ChatBus bus) {
    held.forEach(bus::publish);
  }
}
