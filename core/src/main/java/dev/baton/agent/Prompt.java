package dev.baton.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.Role;
import dev.baton.json.Json;
import dev.baton.model.Attachment;
import dev.baton.model.ModelConfig;
import dev.baton.model.ModelRequest;
import dev.baton.model.PromptMessage;
import dev.baton.model.ToolSpec;
import dev.baton.store.TurnHistory;
import dev.baton.store.TurnState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What a model is told.
final class Prompt {

  private Prompt() {}

  /// @param prompt what the model is told, which may be less than its history
  /// @param attachments the files named in it
  static ModelRequest of(
      TurnState state,
      ModelConfig model,
      List<PromptMessage> prompt,
      Map<UUID, Attachment> attachments,
      List<ToolSpec> tools) {
    JsonNode settings = Json.parse(model.settings());
    return new ModelRequest(
        prompt,
        attachments,
        tools,
        integer(settings.get("max_output_tokens")),
        number(settings.get("temperature")),
        state.reasoningEffort(),
        model.settings(),
        state.counters().providerFailures() + 1,
        Optional.empty());
  }

  static List<PromptMessage> messages(TurnHistory history) {
    return history.messages().stream()
        .filter(message -> !Compaction.isMark(message))
        .map(message -> new PromptMessage(message.role(), message.content()))
        .toList();
  }

  /// The files that a prompt names.
  static Set<UUID> files(List<PromptMessage> prompt) {
    return prompt.stream()
        .flatMap(message -> message.content().stream())
        .filter(Part.File.class::isInstance)
        .map(part -> ((Part.File) part).fileId())
        .collect(Collectors.toSet());
  }

  /// Whether the model has had the last word, so that nothing is left to ask it.
  static boolean isAnswered(TurnHistory history) {
    List<Message> messages = history.messages();
    return !messages.isEmpty()
        && (messages.getLast().role() == Role.ASSISTANT || Compaction.isEnd(messages.getLast()));
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
