package dev.baton.model;

import dev.baton.model.ModelEvent.Terminal;
import java.util.function.Consumer;

/// Stands in for a model that cannot be called as it is configured: each call fails at once, and no
/// provider hears of it.
public record RefusedModel(EventLoops loops, ModelFailure failure) implements LanguageModel {

  @Override
  public ModelCall stream(ModelRequest request, Consumer<ModelEvent> events) {
    return new LoopCall(loops.next(), events, _ -> failure) {
      @Override
      protected void begin() {
        fail(failure);
      }

      @Override
      protected void release(Terminal how) {}
    }.start();
  }
}
