package dev.baton.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.json.CleanText;
import dev.baton.json.Json;
import dev.baton.json.MalformedJson;
import dev.baton.store.StoreException.Invalid;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What may be written of providers and models. Each rule answers with the value to be stored, or
/// throws [Invalid].
final class ModelRules {

  private static final List<String> PROVIDERS =
      List.of("openai", "anthropic", "openai-compat", "scripted");
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final int LARGE_CONTEXT = 500_000;

  private ModelRules() {}

  static String provider(String type) {
    if (!PROVIDERS.contains(type)) {
      throw new Invalid(
          "provider", "Invalid provider. It must be openai, anthropic, openai-compat or scripted.");
    }
    return type;
  }

  /// An empty one stays empty.
  static String baseUrl(String url) {
    var stripped = url.strip();
    if (!stripped.isEmpty() && !isHttp(stripped)) {
      throw new Invalid("base_url", "Base URL must be an absolute http or https URL.");
    }
    return stripped;
  }

  /// An empty one stays empty. Keys travel in a header, and are copied with a line break at times.
  static String apiKey(String key) {
    var stripped = key.strip();
    if (!isHeaderValue(stripped)) {
      throw new Invalid("api_key", "API key holds characters that no header can carry.");
    }
    return stripped;
  }

  static String headers(Map<String, String> headers) {
    headers.forEach((name, value) -> {
      if (!HEADER_NAME.matcher(name).matches() || !isHeaderValue(value)) {
        throw new Invalid("headers", "Headers must have the names and values of HTTP headers.");
      }
    });
    return Json.write(out -> {
      out.writeStartObject();
      for (var header : headers.entrySet()) {
        out.writeStringField(header.getKey(), header.getValue());
      }
      out.writeEndObject();
    });
  }

  static String text(String field, String name, String value) {
    if (value.isBlank()) {
      throw new Invalid(field, name + " is required.");
    }
    if (!CleanText.isClean(value)) {
      throw new Invalid(field, name + " holds characters that cannot be stored.");
    }
    return value.strip();
  }

  static int contextLimit(int tokens) {
    if (tokens <= 0) {
      throw new Invalid("context_limit", "Context limit must be greater than zero.");
    }
    return tokens;
  }

  static int compressionThreshold(int percent) {
    if (percent < 0 || percent > 100) {
      throw new Invalid(
          "compression_threshold", "Compression threshold must be between 0 and 100.");
    }
    return percent;
  }

  static int defaultCompressionThreshold(int contextLimit) {
    return contextLimit >= LARGE_CONTEXT ? 30 : 70;
  }

  static String settings(String json) {
    try {
      JsonNode node = Json.parse(json);
      if (node.isObject()) {
        return CleanText.cleanJson(json);
      }
    } catch (MalformedJson e) {
      throw new Invalid("model_config", "Model config is not JSON: " + e.getMessage());
    }
    throw new Invalid("model_config", "Model config must be a JSON object.");
  }

  private static boolean isHeaderValue(String value) {
    return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff));
  }

  private static boolean isHttp(String url) {
    try {
      var uri = new URI(url);
      boolean http = "http".equalsIgnoreCase(uri.getScheme());
      return (http || "https".equalsIgnoreCase(uri.getScheme())) && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
