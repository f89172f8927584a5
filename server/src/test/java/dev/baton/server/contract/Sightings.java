package dev.baton.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/// Which parts of the contract's answers and frames have been seen on the wire, and which there
/// are. A sighting is a line such as `createChat 201`, `Chat.worker_id`, `ChatStatus running` or
/// `stream closes 1003`. Any thread.
public final class Sightings {

  private final JsonNode document;
  private final Set<String> seen = new ConcurrentSkipListSet<>();

  public Sightings(JsonNode document) {
    this.document = document;
  }

  public void status(String operation, int status) {
    seen.add(operation + " " + status);
  }

  public void close(String operation, int code) {
    seen.add(operation + " closes " + code);
  }

  /// All fields that are there, and all values of those that have only a few.
  public void json(JsonNode schema, JsonNode value) {
    walk(schema, "", value);
  }

  public Set<String> seen() {
    return Set.copyOf(seen);
  }

  /// All that the contract describes, but for what is said of unexpected failures.
  public Set<String> all() {
    var all = new TreeSet<String>();
    for (var operation : Contract.current().operations().values()) {
      for (var response : operation.json().get("responses").properties()) {
        if (!response.getKey().equals("default")) {
          all.add(operation.id() + " " + response.getKey());
          collect(schema(response.getValue()), "", all);
        }
      }
      collect(operation.json().path("x-frames"), "", all);
      operation
          .json()
          .path("x-close-codes")
          .fieldNames()
          .forEachRemaining(code -> all.add(operation.id() + " closes " + code));
    }
    return all;
  }

  /// The schema of a response's JSON; missing if it has none.
  public JsonNode schema(JsonNode response) {
    return resolve(response).at("/content/application~1json/schema");
  }

  /// One step: what a reference points to.
  public JsonNode resolve(JsonNode node) {
    var reference = node.path("$ref");
    return reference.isMissingNode() ? node : document.at(reference.textValue().substring(1));
  }

  private static String name(JsonNode node, String otherwise) {
    var reference = node.path("$ref");
    return reference.isMissingNode()
        ? otherwise
        : reference.textValue().substring(reference.textValue().lastIndexOf('/') + 1);
  }

  private void walk(JsonNode reference, String outer, JsonNode value) {
    String name = name(reference, outer);
    JsonNode schema = resolve(reference);
    for (JsonNode each : schema.path("allOf")) {
      walk(each, name, value);
    }
    choice(schema, value).ifPresent(chosen -> walk(chosen, name, value));
    if (schema.has("enum")) {
      seen.add(name + " " + value.asText());
    }
    for (JsonNode element : schema.has("items") ? value : schema.path("items")) {
      walk(schema.get("items"), name, element);
    }
    for (var field : schema.path("properties").properties()) {
      if (value.has(field.getKey())) {
        seen.add(name + "." + field.getKey());
        walk(field.getValue(), name + "." + field.getKey(), value.get(field.getKey()));
      }
    }
  }

  private Optional<JsonNode> choice(JsonNode schema, JsonNode value) {
    var discriminator = schema.path("discriminator");
    String chosen = value.path(discriminator.path("propertyName").asText()).asText();
    String target = discriminator.path("mapping").path(chosen).asText();
    for (JsonNode option : schema.path("oneOf")) {
      if (option.path("$ref").asText().equals(target)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  private void collect(JsonNode reference, String outer, Set<String> all) {
    String name = name(reference, outer);
    JsonNode schema = resolve(reference);
    for (JsonNode each : schema.path("allOf")) {
      collect(each, name, all);
    }
    for (JsonNode option : schema.has("discriminator") ? schema.get("oneOf") : schema.path("-")) {
      collect(option, name, all);
    }
    for (JsonNode value : schema.path("enum")) {
      all.add(name + " " + value.asText());
    }
    if (schema.has("items")) {
      collect(schema.get("items"), name, all);
    }
    for (var field : schema.path("properties").properties()) {
      all.add(name + "." + field.getKey());
      collect(field.getValue(), name + "." + field.getKey(), all);
    }
  }
}
