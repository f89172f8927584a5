package dev.baton.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.server.contract.Schema.Inner;
import dev.baton.server.contract.Schema.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// Reads the schemas of requests out of the document. They are finite: none refers to itself.
final class SchemaReader {

  /// What is checked, and what is there for readers only.
  private static final Set<String> KNOWN =
      Set.of(
          "$ref",
          "type",
          "enum",
          "const",
          "minLength",
          "maxLength",
          "pattern",
          "format",
          "minimum",
          "maximum",
          "minItems",
          "maxItems",
          "items",
          "maxProperties",
          "properties",
          "required",
          "propertyNames",
          "additionalProperties",
          "oneOf",
          "discriminator",
          "x-message",
          "x-fault",
          "description",
          "default");

  /// Checked, or true of whatever has the type.
  private static final Set<String> KNOWN_FORMATS = Set.of("uuid", "int64");

  private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private final JsonNode document;

  SchemaReader(JsonNode document) {
    this.document = document;
  }

  /// @throws IllegalArgumentException if the schema says something that is not checked
  Schema read(JsonNode node) {
    return read(node, Optional.empty());
  }

  /// What a node stands for: what it refers to, with what is said beside the reference.
  JsonNode resolve(JsonNode node) {
    if (!node.has("$ref")) {
      return node;
    }
    String reference = node.get("$ref").textValue();
    JsonNode target = document.at(reference.substring(1));
    if (target.isMissingNode()) {
      throw new IllegalArgumentException("the contract has no " + reference);
    }
    ObjectNode whole = resolve(target).deepCopy();
    node.properties().forEach(beside -> whole.set(beside.getKey(), beside.getValue()));
    whole.remove("$ref");
    return whole;
  }

  private Schema read(JsonNode reference, Optional<String> inherited) {
    JsonNode node = resolve(reference);
    requireKnown(node);
    var wording = Wording.of(node, inherited);
    return new Schema(types(node), rules(node), inner(node, wording), wording);
  }

  private static void requireKnown(JsonNode node) {
    for (var keyword : node.properties()) {
      boolean isKnown =
          keyword.getKey().equals("format")
              ? KNOWN_FORMATS.contains(keyword.getValue().textValue())
              : KNOWN.contains(keyword.getKey());
      if (!isKnown || (keyword.getKey().equals("oneOf") && !node.has("discriminator"))) {
        throw new IllegalArgumentException("requests are not checked for " + keyword);
      }
    }
  }

  private static Set<String> types(JsonNode node) {
    JsonNode type = node.path("type");
    return type.isTextual() ? Set.of(type.textValue()) : new LinkedHashSet<>(texts(type));
  }

  private static List<Rule> rules(JsonNode node) {
    var rules = new ArrayList<Rule>();
    if (node.has("minLength") || node.has("maxLength")) {
      rules.add(new Rules.Length(number(node, "minLength", 0), most(node, "maxLength")));
    }
    if (node.has("pattern")) {
      rules.add(new Rules.Matching(pattern(node.get("pattern").textValue())));
    }
    if (node.path("format").asText().equals("uuid")) {
      rules.add(new Rules.Uuid());
    }
    if (node.has("minimum") || node.has("maximum") || isInteger(node)) {
      rules.add(new Rules.Range(decimal(node, "minimum", LEAST), decimal(node, "maximum", MOST)));
    }
    if (node.has("minItems") || node.has("maxItems")) {
      rules.add(new Rules.Size("Items", number(node, "minItems", 0), most(node, "maxItems")));
    }
    if (node.has("maxProperties")) {
      rules.add(new Rules.Size("Properties", 0, most(node, "maxProperties")));
    }
    if (node.has("enum")) {
      rules.add(new Rules.OneOf("enum", values(node.get("enum"))));
    }
    if (node.has("const")) {
      rules.add(new Rules.OneOf("const", Set.of(node.get("const"))));
    }
    return List.copyOf(rules);
  }

  private List<Inner> inner(JsonNode node, Wording wording) {
    var inherited = wording.handedDown();
    var inner = new ArrayList<Inner>();
    if (node.has("properties")) {
      inner.add(
          new Inside.Properties(
              all(node.get("properties"), inherited), new TreeSet<>(texts(node.path("required")))));
    }
    if (node.has("propertyNames")) {
      inner.add(new Inside.Names(read(node.get("propertyNames"), inherited)));
    }
    if (node.has("additionalProperties")) {
      inner.add(new Inside.Values(read(node.get("additionalProperties"), inherited)));
    }
    if (node.has("items")) {
      inner.add(new Inside.Items(read(node.get("items"), inherited)));
    }
    if (node.has("discriminator")) {
      inner.add(choice(node.get("discriminator"), wording));
    }
    return List.copyOf(inner);
  }

  private Inner choice(JsonNode discriminator, Wording wording) {
    var schemas = new LinkedHashMap<String, Schema>();
    for (var option : discriminator.get("mapping").properties()) {
      JsonNode target = document.at(option.getValue().textValue().substring(1));
      schemas.put(option.getKey(), read(target, wording.handedDown()));
    }
    return new Inside.Choice(discriminator.get("propertyName").textValue(), schemas, wording);
  }

  private Map<String, Schema> all(JsonNode nodes, Optional<String> inherited) {
    var schemas = new LinkedHashMap<String, Schema>();
    nodes
        .properties()
        .forEach(node -> schemas.put(node.getKey(), read(node.getValue(), inherited)));
    return schemas;
  }

  /// Blanks are those of Unicode, as in the regular expressions of JavaScript.
  private static Pattern pattern(String expression) {
    return Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS);
  }

  private static boolean isInteger(JsonNode node) {
    return node.path("type").asText().equals("integer");
  }

  private static int number(JsonNode node, String keyword, int otherwise) {
    return node.path(keyword).asInt(otherwise);
  }

  private static int most(JsonNode node, String keyword) {
    return number(node, keyword, Integer.MAX_VALUE);
  }

  private static BigDecimal decimal(JsonNode node, String keyword, BigDecimal otherwise) {
    return node.has(keyword) ? node.get(keyword).decimalValue() : otherwise;
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue).toList();
  }

  private static Set<JsonNode> values(JsonNode array) {
    return new LinkedHashSet<>(StreamSupport.stream(array.spliterator(), false).toList());
  }
}
