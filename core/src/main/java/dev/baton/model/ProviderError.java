package dev.baton.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.baton.json.Json;
import dev.baton.json.MalformedJson;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a provider said of a failure, whatever shape it gave it: an `error` object with `message`,
/// `type` and `code`, the same without its envelope or in a list, a `detail`, or plain text.
///
/// @param text what it says to people, on one line
/// @param tags its type and code, as far as the text does not name them
/// @param isError whether it calls itself an error
record ProviderError(String text, String tags, boolean isError) {

  /// A number alone proves nothing ("500 tokens"), so it counts only where a status is announced.
  private static final Pattern NAMED_STATUS =
      Pattern.compile(
          "(?i)(?:^|\\b(?:status|http|error|code)\\D{0,12})(4(?:0[0-48]|13|22|29)|5(?:0[0-4]|29))\\b");

  static ProviderError parse(String body) {
    var root = tree(body);
    var first = root.isArray() ? root.path(0) : root;
    var error = first.has("error") ? first.path("error") : first;
    boolean isError = first.hasNonNull("error");
    if (error.isTextual()) {
      return ofText(error.asText(), isError);
    }
    return error.isObject() ? ofObject(error, isError) : ofText(body, isError);
  }

  /// The failure and its causes, outermost first.
  static ProviderError of(Throwable failure) {
    return ofText(
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .limit(5)
            .map(ProviderError::named)
            .distinct()
            .collect(Collectors.joining("; ")),
        /* isError= */ true);
  }

  private static String named(Throwable failure) {
    var name = failure.getClass().getSimpleName();
    return failure.getMessage() == null ? name : name + ": " + failure.getMessage();
  }

  private static ProviderError ofText(String text, boolean isError) {
    return new ProviderError(oneLine(text), "", isError);
  }

  /// Text and tags together.
  String all() {
    return tags.isEmpty() ? text : text + " (" + tags + ")";
  }

  /// The status it names, for errors that come without one.
  OptionalInt status() {
    var named = NAMED_STATUS.matcher(all());
    return named.find() ? OptionalInt.of(Integer.parseInt(named.group(1))) : OptionalInt.empty();
  }

  private static ProviderError ofObject(JsonNode error, boolean isError) {
    var text =
        Stream.of("message", "detail", "msg")
            .map(error::path)
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText)
            .findFirst()
            .orElseGet(error::toString);
    var tags =
        Stream.of("type", "code", "status")
            .map(key -> error.path(key).asText(""))
            .filter(tag -> !tag.isEmpty() && !tag.equals("null") && !text.contains(tag))
            .distinct()
            .map(tag -> tag.matches("[45]\\d\\d") ? "status " + tag : tag)
            .collect(Collectors.joining(", "));
    return new ProviderError(oneLine(text), tags, isError);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static JsonNode tree(String body) {
    try {
      return Json.parse(body);
    } catch (MalformedJson _) {
      return MissingNode.getInstance();
    }
  }
}
