package dev.baton.agent;

import dev.baton.cancellation.Cancellation;
import dev.baton.model.LanguageModel;
import dev.baton.model.ModelCall;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelRequest;
import io.vertx.core.Promise;
import java.util.function.Consumer;

/// Calls of a model, as its caller's virtual thread sees them.
final class ModelCalls {

  private ModelCalls() {}

  /// Makes one call and waits for its end. The events come on the model's event loop, and none
  /// after the end.
  static ModelEvent.Terminal await(
      LanguageModel model,
      ModelRequest request,
      Cancellation cancellation,
      Consumer<ModelEvent> events) {
    var end = Promise.<ModelEvent.Terminal>promise();
    ModelCall call =
        model.stream(
            request,
            event -> {
              events.accept(event);
              if (event instanceof ModelEvent.Terminal terminal) {
                end.complete(terminal);
              }
            });
    cancellation.requested().onSuccess(_ -> call.cancel());
    return end.future().await();
  }
}
