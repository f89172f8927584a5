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
import java.util.function.Function;

/// Finds the model of a chat, and what goes with it.
public interface ModelSource {

  /// Empty if neither the named model nor a default one is configured.
  Future<Optional<ChatModel>> model(UUID modelConfigId);

  /// The files that a prompt names; those that are gone are missing.
  Future<Map<UUID, Attachment>> attachments(Set<UUID> files);

  /// A source whose prompts name no files. To be said aloud: a source in front of another one that
  /// forgot to pass the files on would show the model none.
  static ModelSource withoutFiles(Function<UUID, Future<Optional<ChatModel>>> models) {
    return new ModelSource() {
      @Override
      public Future<Optional<ChatModel>> model(UUID modelConfigId) {
        return models.apply(modelConfigId);
      }

      @Override
      public Future<Map<UUID, Attachment>> attachments(Set<UUID> files) {
        return Future.succeededFuture(Map.of());
      }
    };
  }

  /// A model ready to be called.
  record ChatModel(LanguageModel model, ModelConfig config, Toolbox toolbox) {}
}
