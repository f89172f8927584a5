package dev.baton.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/// The types of JSON schema.
final class Types {

  private Types() {}

  static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      case "number" -> value.isNumber();
      case "integer" -> isInteger(value);
      default -> throw new IllegalArgumentException("no type of JSON schema: " + type);
    };
  }

  static String fault(Set<String> types) {
    return types.size() > 1
        ? "must be one of these: " + String.join(", ", types) + "."
        : switch (types.iterator().next()) {
          case "object" -> "must be an object.";
          case "array" -> "must be an array.";
          case "integer" -> "must be an integer.";
          case "boolean" -> "must be true or false.";
          case "null" -> "must be null.";
          case String other -> "must be a " + other + ".";
        };
  }

  /// `1.0` is one, as JSON schema has it.
  private static boolean isInteger(JsonNode value) {
    return value.isIntegralNumber()
        || (value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0);
  }
}
