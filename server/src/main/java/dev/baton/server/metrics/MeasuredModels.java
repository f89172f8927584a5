package dev.baton.server.metrics;

import dev.baton.agent.ModelSource;
import dev.baton.model.Attachment;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Models whose calls are timed.
public final class MeasuredModels implements ModelSource {

  private final ModelSource models;
  private final Metrics metrics;

  public MeasuredModels(ModelSource models, Metrics metrics) {
    this.models = models;
    this.metrics = metrics;
  }

  @Override
  public Future<Optional<ChatModel>> model(UUID modelConfigId) {
    return models.model(modelConfigId).map(found -> found.map(this::measured));
  }

  @Override
  public Future<Map<UUID, Attachment>> attachments(Set<UUID> files) {
    return models.attachments(files);
  }

  private ChatModel measured(ChatModel found) {
    return new ChatModel(
        new MeasuredModel(found.model(), found.config().model(), metrics),
        found.config(),
        found.toolbox());
  }
}
