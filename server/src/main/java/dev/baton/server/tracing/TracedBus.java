package dev.baton.server.tracing;

import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;

/// Hints that are published while a request is served carry its traceparent.
record TracedBus(ChatBus bus) implements ChatBus {

  @Override
  public void publish(Hint hint) {
    bus.publish(RequestTracer.current().flatMap(Traceparent::of).map(hint::tracedAs).orElse(hint));
  }

  @Override
  public Subscription subscribe(Listener listener) {
    return bus.subscribe(listener);
  }
}
