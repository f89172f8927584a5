package dev.baton.server.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// JSON that a schema of the contract takes, and what becomes of it when somebody slips.
final class JsonSamples {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// Texts that have broken servers before.
  static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "\u0000",
          "a\u0000b",
          "\ud800",
          "\udc00\ud800",
          "\u00e9",
          "\u2003",
          "\ufeff",
          "\ud83d\ude00",
          "null",
          "0",
          "-1",
          "1e999",
          "%00",
          "../../etc/passwd",
          "' OR 1=1 --",
          "\\",
          "\"",
          "00000000-0000-4000-8000-000000000000",
          "1-1-1-1-1",
          "https://a.example/",
          "file:///x",
          "{\"steps\":",
          "/script {\"steps\":[{\"text\":\"a\"}]}",
          "/script {",
          "a".repeat(5_000),
          "\u202e",
          "\r\n",
          "<script>",
          "$(reboot)",
          "{{7*7}}");

  private final JsonNode document;
  private final Random random;

  JsonSamples(JsonNode document, Random random) {
    this.document = document;
    this.random = random;
  }

  /// Something that fits the schema, mostly.
  JsonNode sound(JsonNode reference) {
    JsonNode schema = resolve(reference);
    if (schema.has("oneOf") && schema.has("discriminator")) {
      return sound(schema.get("oneOf").get(random.nextInt(schema.get("oneOf").size())));
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    String type = schema.path("type").isArray() ? "string" : schema.path("type").asText();
    return switch (type) {
      case "object" -> object(schema);
      case "array" -> array(schema);
      case "integer" -> JSON.numberNode(schema.path("minimum").asLong(0) + random.nextInt(5));
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      default -> JSON.textNode(text(schema));
    };
  }

  /// The same with one place changed, somewhere.
  JsonNode spoilt(JsonNode sound) {
    var places = new ArrayList<JsonNode>();
    collect(sound, places);
    if (places.isEmpty() || random.nextInt(20) == 0) {
      return nonsense();
    }
    switch (places.get(random.nextInt(places.size()))) {
      case ObjectNode object -> spoil(object);
      case ArrayNode array -> spoil(array);
      default -> {}
    }
    return sound;
  }

  private void spoil(ObjectNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty() || random.nextInt(8) == 0) {
      object.set(TEXTS.get(random.nextInt(TEXTS.size())), nonsense());
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    if (random.nextInt(5) == 0) {
      object.remove(name);
    } else {
      object.set(name, nonsense());
    }
  }

  private void spoil(ArrayNode array) {
    switch (random.nextInt(4)) {
      case 0 -> array.removeAll();
      case 1 -> array.add(nonsense());
      case 2 -> array.insert(0, nonsense());
      default -> {
        if (!array.isEmpty()) {
          array.set(random.nextInt(array.size()), nonsense());
        }
      }
    }
  }

  /// Any JSON at all.
  JsonNode nonsense() {
    return switch (random.nextInt(11)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt(5) - 2);
      case 3 -> JSON.numberNode(random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE);
      case 4 -> JSON.numberNode(BigInteger.TEN.pow(random.nextInt(60)));
      case 5 -> JSON.numberNode(random.nextDouble() * 1e9);
      case 6 -> JSON.arrayNode();
      case 7 -> JSON.objectNode();
      case 8 -> deep();
      default -> JSON.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
    };
  }

  private JsonNode deep() {
    JsonNode inner = JSON.numberNode(1);
    int levels = 1 + random.nextInt(random.nextInt(10) == 0 ? 400 : 90);
    for (int i = 0; i < levels; i++) {
      inner =
          random.nextBoolean() ? JSON.arrayNode().add(inner) : JSON.objectNode().set("a", inner);
    }
    return inner;
  }

  private void collect(JsonNode node, List<JsonNode> places) {
    if (node.isContainerNode()) {
      places.add(node);
      node.forEach(inner -> collect(inner, places));
    }
  }

  private ObjectNode object(JsonNode schema) {
    var object = JSON.objectNode();
    for (var field : schema.path("properties").properties()) {
      boolean isRequired = false;
      for (JsonNode name : schema.path("required")) {
        isRequired |= name.asText().equals(field.getKey());
      }
      if (isRequired || random.nextInt(3) == 0) {
        object.set(field.getKey(), sound(field.getValue()));
      }
    }
    return object;
  }

  private ArrayNode array(JsonNode schema) {
    var array = JSON.arrayNode();
    int size = Math.max(schema.path("minItems").asInt(0), random.nextInt(3));
    for (int i = 0; i < size; i++) {
      array.add(sound(schema.get("items")));
    }
    return array;
  }

  private String text(JsonNode schema) {
    if (schema.path("format").asText().equals("uuid")) {
      return new UUID(random.nextLong(), random.nextLong()).toString();
    }
    return "text" + random.nextInt(1_000);
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }
}
