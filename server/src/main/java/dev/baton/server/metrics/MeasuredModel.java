package dev.baton.server.metrics;

import dev.baton.chat.Usage;
import dev.baton.model.LanguageModel;
import dev.baton.model.ModelCall;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelRequest;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Times a model's calls: to their first part and to their end; and counts their tokens.
///
/// @param name as the provider knows the model
record MeasuredModel(LanguageModel model, String name, Metrics metrics) implements LanguageModel {

  @Override
  public ModelCall stream(ModelRequest request, Consumer<ModelEvent> events) {
    return model.stream(request, new Listener(events));
  }

  /// On the call's event loop.
  private final class Listener implements Consumer<ModelEvent> {

    private final Consumer<ModelEvent> events;
    private final long begun = metrics.clock().monotonicTime();
    private boolean hasBegun;

    Listener(Consumer<ModelEvent> events) {
      this.events = events;
    }

    @Override
    public void accept(ModelEvent event) {
      if (event instanceof ModelEvent.Terminal end) {
        ended(end);
      } else if (!hasBegun) {
        hasBegun = true;
        first();
      }
      events.accept(event);
    }

    private void first() {
      metrics
          .timer(
              "baton.model.first.part",
              "From the call of a model to the first part of its answer.",
              "model",
              name)
          .record(metrics.clock().monotonicTime() - begun, TimeUnit.NANOSECONDS);
    }

    private void ended(ModelEvent.Terminal end) {
      metrics
          .timer(
              "baton.model.call",
              "Calls of models, which are attempts, by outcome.",
              "model",
              name,
              "outcome",
              outcome(end))
          .record(metrics.clock().monotonicTime() - begun, TimeUnit.NANOSECONDS);
      if (end instanceof ModelEvent.Finished(_, var usage)) {
        count(usage);
      }
    }

    private void count(Usage usage) {
      count("input", usage.inputTokens());
      count("output", usage.outputTokens());
      count("reasoning", usage.reasoningTokens());
      count("cache_read", usage.cacheReadTokens());
      count("cache_creation", usage.cacheCreationTokens());
    }

    private void count(String kind, OptionalLong tokens) {
      tokens.ifPresent(number ->
          metrics
              .counter(
                  "baton.model.tokens",
                  "Tokens as the providers counted them.",
                  "model",
                  name,
                  "kind",
                  kind)
              .increment((double) number));
    }
  }

  private static String outcome(ModelEvent.Terminal end) {
    return switch (end) {
      case ModelEvent.Finished _ -> "finished";
      case ModelEvent.Cancelled() -> "cancelled";
      case ModelEvent.Failed(var failure) -> failure.error().kind().name().toLowerCase(Locale.ROOT);
    };
  }
}
