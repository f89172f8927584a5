package dev.baton.server.websocket;

import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;

/// Carries nothing.
final class SilentBus implements ChatBus {

  @Override
  public void publish(Hint hint) {}

  @Override
  public Subscription subscribe(Listener listener) {
    return () -> {};
  }
}
