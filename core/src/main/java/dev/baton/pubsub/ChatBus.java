package dev.baton.pubsub;

/// Carries hints between the parts of a deployment.
public interface ChatBus {

  /// Tells local listeners at once and other replicas within milliseconds, as well as it can. To be
  /// called after the commit. Any thread.
  void publish(Hint hint);

  /// Adds a listener, which is called on the bus's own context and must not block.
  Subscription subscribe(Listener listener);

  /// Hears of changes.
  interface Listener {

    void onHint(Hint hint);

    /// Hints may have been missed: compare what you hold with the store.
    void onResync();
  }

  /// Ends a subscription; more than once does no harm.
  interface Subscription {
    void cancel();
  }
}
