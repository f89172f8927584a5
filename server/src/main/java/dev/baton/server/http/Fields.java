package dev.baton.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/// The fields of one object in a request's body. A field that is absent or null is empty; one that
/// cannot be used is empty too, and noted in the [Validation].
final class Fields {

  private final ObjectNode object;
  private final String path;
  private final Validation validation;

  Fields(ObjectNode object, String path, Validation validation) {
    this.object = object;
    this.path = path;
    this.validation = validation;
  }

  static Fields of(ObjectNode body, Validation validation) {
    return new Fields(body, "", validation);
  }

  /// Whether the field is there, be it null.
  boolean has(String name) {
    return object.has(name);
  }

  Optional<JsonNode> value(String name) {
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  Optional<String> text(String name) {
    return typed(name, value(name).map(JsonNode::textValue), "must be a string.");
  }

  /// Without the blanks around it: 1 to `longest` characters.
  Optional<String> name(String name, int longest) {
    return text(name).map(String::strip).filter(text -> isOfLength(name, text, 1, longest));
  }

  String requiredName(String name, int longest) {
    return required(name, name(name, longest)).orElse("");
  }

  Optional<Boolean> flag(String name) {
    return typed(
        name,
        value(name).filter(JsonNode::isBoolean).map(JsonNode::booleanValue),
        "must be true or false.");
  }

  OptionalInt integer(String name, int from, int to) {
    OptionalLong value = int64(name, from, to);
    return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
  }

  OptionalLong int64(String name, long from, long to) {
    var value = typed(name, value(name).filter(JsonNode::isIntegralNumber), "must be an integer.");
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    long number = value.get().longValue();
    if (!value.get().canConvertToLong() || number < from || number > to) {
      reject(name, "must be between " + from + " and " + to + ".");
      return OptionalLong.empty();
    }
    return OptionalLong.of(number);
  }

  Optional<UUID> uuid(String name) {
    return typed(name, value(name).map(JsonNode::textValue).flatMap(Ids::uuid), "must be a UUID.");
  }

  Optional<ObjectNode> object(String name) {
    return typed(
        name,
        value(name).filter(JsonNode::isObject).map(ObjectNode.class::cast),
        "must be an object.");
  }

  /// An object whose values are strings.
  Optional<Map<String, String>> texts(String name, int most, int longestKey, int longestValue) {
    return object(name).map(node -> texts(name, node, most, longestKey, longestValue));
  }

  private Map<String, String> texts(
      String name, ObjectNode node, int most, int longestKey, int longestValue) {
    if (node.size() > most) {
      reject(name, "must not have more than " + most + " entries.");
    }
    var texts = new LinkedHashMap<String, String>();
    for (var entry : node.properties()) {
      String key = entry.getKey();
      if (!entry.getValue().isTextual()) {
        reject(name + "." + key, "must be a string.");
      } else if (isOfLength(name + "." + key, key, 1, longestKey)
          && isOfLength(name + "." + key, entry.getValue().textValue(), 0, longestValue)) {
        texts.put(key, entry.getValue().textValue());
      }
    }
    return Map.copyOf(texts);
  }

  /// An array of objects.
  List<Fields> objects(String name) {
    var all = new ArrayList<Fields>();
    var array = typed(name, value(name).filter(JsonNode::isArray), "must be an array.");
    array.ifPresent(elements -> {
      for (int i = 0; i < elements.size(); i++) {
        String at = path + name + "[" + i + "]";
        if (elements.get(i) instanceof ObjectNode element) {
          all.add(new Fields(element, at + ".", validation));
        } else {
          validation.reject(at, "must be an object.");
        }
      }
    });
    return all;
  }

  <T> Optional<T> required(String name, Optional<T> value) {
    if (value.isEmpty() && value(name).isEmpty()) {
      reject(name, "is required.");
    }
    return value;
  }

  void reject(String name, String detail) {
    validation.reject(path + name, detail);
  }

  /// For what has a sentence of its own, which becomes the message.
  Rejection refusal(String name, String sentence) {
    var violation = new Problem.Violation(path + name, sentence);
    return Problem.invalid(sentence, "", List.of(violation)).asRejection();
  }

  private boolean isOfLength(String name, String text, int from, int to) {
    int length = text.codePointCount(0, text.length());
    if (length >= from && length <= to) {
      return true;
    }
    reject(name, "must have " + from + " to " + to + " characters.");
    return false;
  }

  private <T> Optional<T> typed(String name, Optional<T> value, String otherwise) {
    if (value.isEmpty() && value(name).isPresent()) {
      reject(name, otherwise);
    }
    return value;
  }
}
