package dev.baton.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.store.ModelStore.ProviderDraft;
import dev.baton.store.ModelStore.ProviderPatch;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads what admins say about providers.
final class ProviderDecoder {

  private static final Set<String> TYPES =
      Set.of("openai", "anthropic", "openai-compat", "scripted");
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_KEY = 10_000;

  private ProviderDecoder() {}

  static ProviderDraft draft(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    String type = fields.required("provider", fields.text("provider")).orElse("");
    var baseUrl = baseUrl(fields).filter(url -> !url.isEmpty());
    if (fields.value("provider").isPresent() && !TYPES.contains(type)) {
      throw fields.refusal(
          "provider", "Invalid provider. Use one of " + String.join(", ", sorted()) + ".");
    }
    if (type.equals("openai-compat") && fields.value("base_url").isEmpty()) {
      fields.reject("base_url", "is required for openai-compat.");
    }
    var draft =
        new ProviderDraft(
            type,
            fields.name("display_name", LONGEST_NAME),
            baseUrl,
            apiKey(fields).filter(key -> !key.isEmpty()),
            headers(fields).orElse(Map.of()),
            fields.flag("enabled").orElse(true));
    validation.finish();
    return draft;
  }

  static ProviderPatch patch(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    var patch =
        new ProviderPatch(
            fields.name("display_name", LONGEST_NAME),
            baseUrl(fields),
            apiKey(fields),
            headers(fields),
            fields.flag("enabled"));
    validation.finish();
    return patch;
  }

  private static Optional<String> baseUrl(Fields fields) {
    var url = fields.text("base_url").map(String::strip);
    if (url.filter(text -> !text.isEmpty() && !isWebUrl(text)).isPresent()) {
      fields.reject("base_url", "must be an http or https URL.");
    }
    return url;
  }

  private static boolean isWebUrl(String text) {
    try {
      var url = new URI(text);
      return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
          && url.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /// It travels in a header.
  private static Optional<String> apiKey(Fields fields) {
    var key = fields.text("api_key").map(String::strip);
    if (key.filter(text -> text.length() > LONGEST_KEY || !isHeaderValue(text)).isPresent()) {
      fields.reject("api_key", "must be printable ASCII, at most " + LONGEST_KEY + " characters.");
    }
    return key;
  }

  private static Optional<Map<String, String>> headers(Fields fields) {
    var headers = fields.texts("headers", 50, 200, LONGEST_KEY);
    for (var header : headers.orElse(Map.of()).entrySet()) {
      if (!HEADER_NAME.matcher(header.getKey()).matches() || !isHeaderValue(header.getValue())) {
        fields.reject("headers." + header.getKey(), "is not an HTTP header.");
      }
    }
    return headers;
  }

  private static boolean isHeaderValue(String text) {
    return HEADER_VALUE.matcher(text).matches();
  }

  private static Iterable<String> sorted() {
    return TYPES.stream().sorted().toList();
  }
}
