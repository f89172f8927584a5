package dev.baton.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A value that a request carries as text beside its body.
///
/// @param repeated whether all of its values count; else the first does
public record Parameter(
    String name, In in, boolean required, boolean repeated, String type, Schema schema) {

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");

  /// Where it stands.
  public enum In {
    PATH,
    QUERY,
    HEADER
  }

  void check(List<String> values, Violations found) {
    if (values.isEmpty() && required) {
      found.add(schema.wording().violation("required", place(), "is required."));
    }
    values.stream().limit(repeated ? values.size() : 1).forEach(value -> check(value, found));
  }

  private void check(String text, Violations found) {
    if (isAbsent(text)) {
      return;
    }
    read(text)
        .ifPresentOrElse(
            value -> schema.check(value, place(), found),
            () -> found.add(schema.wording().violation("type", place(), misspelt(text))));
  }

  /// `?q=` asks for nothing; `?limit=` is a slip.
  private boolean isAbsent(String text) {
    return in == In.QUERY && text.isEmpty() && !type.equals("integer");
  }

  private Optional<JsonNode> read(String text) {
    return switch (type) {
      case "integer" -> int64(text);
      case "boolean" ->
          text.equals("true") || text.equals("false")
              ? Optional.of(BooleanNode.valueOf(text.equals("true")))
              : Optional.empty();
      case "uuid" ->
          Rules.Uuid.isUuid(text) ? Optional.of(TextNode.valueOf(text)) : Optional.empty();
      default -> Optional.of(TextNode.valueOf(text));
    };
  }

  private String misspelt(String text) {
    return switch (type) {
      case "boolean" -> "must be true or false.";
      case "uuid" -> "\"" + text + "\": invalid syntax, a UUID is expected.";
      default -> "\"" + text + "\": invalid syntax, an int64 is expected.";
    };
  }

  private static Optional<JsonNode> int64(String text) {
    try {
      return INTEGER.matcher(text).matches()
          ? Optional.of(LongNode.valueOf(Long.parseLong(text)))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private Place place() {
    return Place.of(name);
  }
}
