package dev.baton.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.server.contract.Schema.Inner;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keywords that look into a value. Each says nothing about values of other types.
final class Inside {

  private static final int LONGEST_QUOTE = 100;

  private Inside() {}

  /// `properties` and `required`. A field that is null is one that is absent, unless its schema
  /// wants to see the null.
  record Properties(Map<String, Schema> schemas, Set<String> required) implements Inner {
    @Override
    public void check(JsonNode value, Place at, Violations found) {
      if (value.isObject()) {
        schemas.forEach((name, schema) -> check(value.get(name), name, schema, at, found));
      }
    }

    private void check(
        @Nullable JsonNode field, String name, Schema schema, Place at, Violations found) {
      if (field != null && (!field.isNull() || schema.admitsNull())) {
        schema.check(field, at.field(name), found);
      } else if (required.contains(name)) {
        found.add(schema.wording().violation("required", at.field(name), "is required."));
      }
    }
  }

  /// `propertyNames`.
  record Names(Schema schema) implements Inner {
    @Override
    public void check(JsonNode value, Place at, Violations found) {
      value
          .fieldNames()
          .forEachRemaining(name -> schema.check(TextNode.valueOf(name), at.field(name), found));
    }
  }

  /// `additionalProperties`, where no others are described.
  record Values(Schema schema) implements Inner {
    @Override
    public void check(JsonNode value, Place at, Violations found) {
      for (var field : value.properties()) {
        schema.check(field.getValue(), at.field(field.getKey()), found);
      }
    }
  }

  /// `items`.
  record Items(Schema schema) implements Inner {
    @Override
    public void check(JsonNode value, Place at, Violations found) {
      if (value.isArray()) {
        for (int i = 0; i < value.size() && !found.isFull(); i++) {
          schema.check(value.get(i), at.element(i), found);
        }
      }
    }
  }

  /// `oneOf` with a `discriminator`: one field says which.
  record Choice(String property, Map<String, Schema> schemas, Wording wording) implements Inner {
    @Override
    public void check(JsonNode value, Place at, Violations found) {
      String name = value.path(property).textValue();
      if (name == null) {
        found.add(wording.violation("discriminator", at.field(property), "must be a string."));
        return;
      }
      Optional.ofNullable(schemas.get(name))
          .ifPresentOrElse(
              schema -> schema.check(value, at, found),
              () -> found.add(unsupported(name, at.field(property))));
    }

    private Violation unsupported(String name, Place at) {
      return wording.violation("discriminator", at, "\"" + quote(name) + "\" is not supported.");
    }

    private static String quote(String text) {
      boolean isLong = text.codePointCount(0, text.length()) > LONGEST_QUOTE;
      return isLong ? text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…" : text;
    }
  }
}
