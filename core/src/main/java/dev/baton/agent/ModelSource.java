package dev.baton.agent;

import dev.baton.model.Attachment;
import dev.baton.model.LanguageModel;
import dev.baton.model.ModelConfig;
import dev.baton.tool.Toolbox;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Finds the model of a chat, and what goes with it.
@FunctionalInterface
public interface ModelSource {

  /// Empty if neither the named model nor a default one is configured.
  Future<Optional<ChatModel>> model(UUID modelConfigId);

  /// The files that a prompt names; those that are gone are missing.
  default Future<Map<UUID, Attachment>> attachments(Set<UUID> files) {
    return Future.succeededFuture(Map.of());
  }

  /// A model ready to be called.
  record ChatModel(LanguageModel model, ModelConfig config, Toolbox toolbox) {}
}
