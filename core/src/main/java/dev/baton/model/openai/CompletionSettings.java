package dev.baton.model.openai;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.json.Json;
import dev.baton.json.MalformedJson;
import dev.baton.model.ProviderType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// What a `model_config` says to this provider family, beside what every request has.
///
/// @param options further fields of the request's body, as they are: `provider_options.openai`, or
///   `provider_options.openai-compat`. They cannot replace what makes the call a call.
record CompletionSettings(
    OptionalDouble topP,
    OptionalDouble presencePenalty,
    OptionalDouble frequencyPenalty,
    Map<String, Object> options) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OURS =
      Set.of("model", "messages", "tools", "stream", "stream_options");

  /// Reads the settings.
  ///
  /// @throws IllegalArgumentException if they are not JSON or hold a wrong value; the message names
  ///   the key
  static CompletionSettings parse(String settings, ProviderType provider) {
    var root = tree(settings);
    return new CompletionSettings(
        number(root, "top_p"),
        number(root, "presence_penalty"),
        number(root, "frequency_penalty"),
        options(root.path("provider_options"), provider.wireName()));
  }

  private static OptionalDouble number(JsonNode root, String key) {
    var value = root.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber()) {
      throw new IllegalArgumentException("model_config." + key + " must be a number");
    }
    return OptionalDouble.of(value.doubleValue());
  }

  private static Map<String, Object> options(JsonNode groups, String providerType) {
    var group = groups.path(providerType);
    if (group.isMissingNode() || group.isNull()) {
      return Map.of();
    }
    if (!group.isObject()) {
      throw new IllegalArgumentException(
          "model_config.provider_options." + providerType + " must be an object");
    }
    var options = JSON.convertValue(group, new TypeReference<LinkedHashMap<String, Object>>() {});
    options.keySet().removeAll(OURS);
    return options;
  }

  private static JsonNode tree(String settings) {
    try {
      return Json.parse(settings);
    } catch (MalformedJson e) {
      throw new IllegalArgumentException("model_config must be JSON: " + e.getMessage(), e);
    }
  }
}
