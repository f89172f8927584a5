package dev.baton.server.tracing;

import dev.baton.agent.ModelSource;
import dev.baton.chat.EpisodeId;
import dev.baton.model.Attachment;
import dev.baton.model.LanguageModel;
import dev.baton.model.ModelCall;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelRequest;
import dev.baton.parts.EpisodeLog;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A span for each call of a model, by one agent loop and on its thread. A loop opens the log of an
/// episode before it calls the model for it; that tells for which chat it calls.
public final class TracedModels implements ModelSource {

  private final ModelSource models;
  private final TurnTraces traces;
  private @Nullable EpisodeId begun;

  TracedModels(ModelSource models, TurnTraces traces) {
    this.models = models;
    this.traces = traces;
  }

  /// The same logs; it is noted which was opened last.
  public Function<EpisodeId, EpisodeLog> logs(Function<EpisodeId, EpisodeLog> logs) {
    return episode -> {
      begun = episode;
      return logs.apply(episode);
    };
  }

  @Override
  public Future<Optional<ChatModel>> model(UUID modelConfigId) {
    return models
        .model(modelConfigId)
        .map(found ->
            found.map(it ->
                new ChatModel(traced(it.model(), it.config().id()), it.config(), it.toolbox())));
  }

  @Override
  public Future<Map<UUID, Attachment>> attachments(Set<UUID> files) {
    return models.attachments(files);
  }

  private LanguageModel traced(LanguageModel model, UUID configId) {
    return (request, events) ->
        begin(configId)
            .map(span -> stream(model, request, events, span))
            .orElseGet(() -> model.stream(request, events));
  }

  private Optional<Span> begin(UUID configId) {
    return Optional.ofNullable(begun)
        .flatMap(episode ->
            traces
                .run(episode.chatId())
                .map(run ->
                    run.piece("model call")
                        .setAttribute("history_version", episode.historyVersion())
                        .setAttribute("attempt", episode.attempt())
                        .setAttribute("model_config_id", configId.toString())
                        .startSpan()));
  }

  private static ModelCall stream(
      LanguageModel model, ModelRequest request, Consumer<ModelEvent> events, Span span) {
    return model.stream(
        Traceparent.of(span).map(request::tracedAs).orElse(request),
        event -> {
          if (event instanceof ModelEvent.Terminal end) {
            end(span, end);
          }
          events.accept(event);
        });
  }

  private static void end(Span span, ModelEvent.Terminal end) {
    if (end instanceof ModelEvent.Failed(var failure)) {
      span.setStatus(StatusCode.ERROR, failure.error().kind().wireName());
    }
    span.setAttribute("cancelled", end instanceof ModelEvent.Cancelled);
    span.end();
  }
}
