package dev.baton.model.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// What a `model_config` says to this provider family.
///
/// @param options further fields of the request body: `provider_options.openai`, or
///   `provider_options.openai-compat`, as they are. They may not replace what makes a call a call.
record CompletionSettings(
    OptionalInt maxOutputTokens,
    OptionalDouble temperature,
    OptionalDouble topP,
    OptionalDouble presencePenalty,
    OptionalDouble frequencyPenalty,
    Map<String, Object> options) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OURS =
      Set.of("model", "messages", "tools", "stream", "stream_options");

  /// @throws IllegalArgumentException if it is not JSON or a value has the wrong type; the message
  ///   names it
  static CompletionSettings parse(String settings, String providerType) {
    var root = tree(settings);
    var maxOutputTokens = number(root, "max_output_tokens");
    return new CompletionSettings(
        maxOutputTokens.isPresent()
            ? OptionalInt.of((int) maxOutputTokens.getAsDouble())
            : OptionalInt.empty(),
        number(root, "temperature"),
        number(root, "top_p"),
        number(root, "presence_penalty"),
        number(root, "frequency_penalty"),
        options(root.path("provider_options").path(providerType)));
  }

  private static Map<String, Object> options(JsonNode group) {
    if (!group.isObject()) {
      return Map.of();
    }
    var options = JSON.convertValue(group, new TypeReference<LinkedHashMap<String, Object>>() {});
    options.keySet().removeAll(OURS);
    return options;
  }

  private static OptionalDouble number(JsonNode root, String key) {
    return Optional.of(root.path(key))
        .filter(value -> !value.isMissingNode() && !value.isNull())
        .map(value -> {
          if (!value.isNumber()) {
            throw new IllegalArgumentException("model_config." + key + " must be a number");
          }
          return OptionalDouble.of(value.asDouble());
        })
        .orElse(OptionalDouble.empty());
  }

  private static JsonNode tree(String settings) {
    try {
      return JSON.readTree(settings.isBlank() ? "{}" : settings);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("model_config must be JSON: " + e.getOriginalMessage(), e);
    }
  }
}
