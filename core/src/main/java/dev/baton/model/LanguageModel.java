package dev.baton.model;

import java.util.function.Consumer;

/// A provider's model, ready to be called. Thread-safe; calls share nothing but connections.
///
/// An implementation never retries: the agent loop has the only retry layer.
public interface LanguageModel {

  /// Starts one call and returns at once.
  ///
  /// Events arrive one at a time, on one event loop of the model's choice, and end with exactly one
  /// [ModelEvent.Terminal]; after it nothing more arrives. A call that was cancelled ends with
  /// [ModelEvent.Cancelled], without waiting for the provider. Everything an implementation knows
  /// of a failure arrives as [ModelEvent.Failed]; this method does not throw for it.
  ///
  /// @param events must not block
  ModelCall stream(ModelRequest request, Consumer<ModelEvent> events);
}
