package dev.baton.stream;

import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import java.util.ArrayList;
import java.util.List;

/// A bus that delivers at once, on the publisher's thread.
final class FakeBus implements ChatBus {

  private final List<Listener> listeners = new ArrayList<>();

  @Override
  public void publish(Hint hint) {
    List.copyOf(listeners).forEach(listener -> listener.onHint(hint));
  }

  @Override
  public Subscription subscribe(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void resync() {
    List.copyOf(listeners).forEach(Listener::onResync);
  }
}
