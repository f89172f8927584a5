package dev.baton.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.server.contract.Schema.Rule;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// The keywords that look at a value as a whole. Each says nothing about values of other types.
final class Rules {

  private Rules() {}

  /// `minLength`, `maxLength`: in characters, not in the units that Java counts.
  record Length(int from, int to) implements Rule {
    @Override
    public boolean holds(JsonNode value) {
      return !value.isTextual() || (length(value) >= from && length(value) <= to);
    }

    @Override
    public String keyword(JsonNode value) {
      return length(value) < from ? "minLength" : "maxLength";
    }

    @Override
    public String fault() {
      return "must have " + bounds(from, to) + " characters.";
    }

    private static int length(JsonNode value) {
      String text = value.textValue();
      return text.codePointCount(0, text.length());
    }
  }

  /// `minItems`, `maxItems`, or `minProperties`, `maxProperties`.
  record Size(String what, int from, int to) implements Rule {
    @Override
    public boolean holds(JsonNode value) {
      return !value.isContainerNode() || (value.size() >= from && value.size() <= to);
    }

    @Override
    public String keyword(JsonNode value) {
      return (value.size() < from ? "min" : "max") + what;
    }

    @Override
    public String fault() {
      return "must have " + bounds(from, to) + " entries.";
    }
  }

  /// `minimum`, `maximum`.
  record Range(BigDecimal from, BigDecimal to) implements Rule {
    @Override
    public boolean holds(JsonNode value) {
      return !value.isNumber() || (!isBelow(value) && value.decimalValue().compareTo(to) <= 0);
    }

    @Override
    public String keyword(JsonNode value) {
      return isBelow(value) ? "minimum" : "maximum";
    }

    @Override
    public String fault() {
      return "must be between " + from.toPlainString() + " and " + to.toPlainString() + ".";
    }

    private boolean isBelow(JsonNode value) {
      return value.decimalValue().compareTo(from) < 0;
    }
  }

  /// `pattern`, which may match anywhere.
  record Matching(Pattern pattern) implements Rule {
    @Override
    public boolean holds(JsonNode value) {
      return !value.isTextual() || pattern.matcher(value.textValue()).find();
    }

    @Override
    public String keyword(JsonNode value) {
      return "pattern";
    }

    @Override
    public String fault() {
      return "does not match " + pattern + ".";
    }
  }

  /// `format: uuid`, more strictly than the JDK reads it: it takes `1-1-1-1-1`.
  record Uuid() implements Rule {
    @Override
    public boolean holds(JsonNode value) {
      return !value.isTextual() || isUuid(value.textValue());
    }

    @Override
    public String keyword(JsonNode value) {
      return "format";
    }

    @Override
    public String fault() {
      return "must be a UUID.";
    }

    static boolean isUuid(String text) {
      try {
        return UUID.fromString(text).toString().equalsIgnoreCase(text);
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  /// `enum` and `const`.
  record OneOf(String keyword, Set<JsonNode> values) implements Rule {
    @Override
    public boolean holds(JsonNode value) {
      return values.contains(value);
    }

    @Override
    public String keyword(JsonNode value) {
      return keyword;
    }

    @Override
    public String fault() {
      List<String> names = values.stream().map(JsonNode::asText).sorted().toList();
      return "must be " + (names.size() > 1 ? "one of " : "") + String.join(", ", names) + ".";
    }
  }

  private static String bounds(int from, int to) {
    if (to == Integer.MAX_VALUE) {
      return "at least " + from;
    }
    return from == 0 ? "at most " + to : from + " to " + to;
  }
}
