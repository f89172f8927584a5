package dev.baton.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.Message;
import dev.baton.chat.Role;
import dev.baton.json.Json;
import dev.baton.model.ModelConfig;
import dev.baton.model.ModelRequest;
import dev.baton.model.PromptMessage;
import dev.baton.model.ToolSpec;
import dev.baton.store.TurnHistory;
import dev.baton.store.TurnState;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What a model is told.
final class Prompt {

  private Prompt() {}

  static ModelRequest of(
      TurnState state, TurnHistory history, ModelConfig model, List<ToolSpec> tools) {
    JsonNode settings = Json.parse(model.settings());
    return new ModelRequest(
        history.messages().stream()
            .map(message -> new PromptMessage(message.role(), message.content()))
            .toList(),
        tools,
        integer(settings.get("max_output_tokens")),
        number(settings.get("temperature")),
        state.reasoningEffort(),
        model.settings(),
        state.counters().providerFailures() + 1);
  }

  /// Whether the model has had the last word, so that nothing is left to ask it.
  static boolean isAnswered(TurnHistory history) {
    List<Message> messages = history.messages();
    return !messages.isEmpty() && messages.getLast().role() == Role.ASSISTANT;
  }

  private static OptionalInt integer(JsonNode value) {
    return value == null || !value.isInt() ? OptionalInt.empty() : OptionalInt.of(value.intValue());
  }

  private static OptionalDouble number(JsonNode value) {
    return value == null || !value.isNumber()
        ? OptionalDouble.empty()
        : OptionalDouble.of(value.doubleValue());
  }
}
