package dev.baton.model;

/// A call under way.
public interface ModelCall {

  /// Ends the call in whatever phase it is and closes its connection. Callable from any thread and
  /// any number of times; does nothing once the call has ended.
  void cancel();
}
