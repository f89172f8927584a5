package dev.baton.agent;

import dev.baton.model.LanguageModel;
import dev.baton.model.ModelConfig;
import dev.baton.tool.Toolbox;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/// Finds the model of a chat, and the tools that go with it.
@FunctionalInterface
public interface ModelSource {

  /// Empty if neither the named model nor a default one is configured.
  Future<Optional<ChatModel>> model(UUID modelConfigId);

  /// A model ready to be called.
  record ChatModel(LanguageModel model, ModelConfig config, Toolbox toolbox) {}
}
