package dev.baton.worker;

import dev.baton.store.Acquired;

/// Hears which chats a worker runs. Called on the worker's context; must neither block nor throw.
public interface RunListener {

  void onBegun(Acquired chat);

  /// The run is over, for whatever reason. Told once for each that was begun.
  void onEnded(Acquired chat);
}
