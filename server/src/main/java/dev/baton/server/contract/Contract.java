package dev.baton.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The OpenAPI document of this version. Never changes; any thread.
public final class Contract {

  private static final List<String> FILES =
      List.of("api", "accounts", "chats", "messages", "streams", "models", "operations");
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final ObjectMapper YAML = new YAMLMapper();

  private final ObjectNode document;
  private final Map<String, Operation> operations = new LinkedHashMap<>();

  private Contract(ObjectNode document) {
    this.document = document;
    var schemas = new SchemaReader(document);
    for (var path : document.get("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          operations.put(
              key(method.getKey(), path.getKey()),
              operation(schemas, path.getValue(), method.getValue()));
        }
      }
    }
  }

  /// Of this version. Read once.
  public static Contract current() {
    return Current.CONTRACT;
  }

  /// The document in one piece.
  public JsonNode document() {
    return document;
  }

  /// By method and path, such as `GET /api/v1/chats/{chat}`, in the order of the document.
  public Map<String, Operation> operations() {
    return Map.copyOf(operations);
  }

  /// An operation, or one that takes everything if the contract knows none.
  ///
  /// @param path with its parameters as `{name}`
  public Operation operation(String method, String path) {
    String read = method.equals("HEAD") ? "GET" : method;
    return Optional.ofNullable(operations.get(key(read, path)))
        .orElseGet(() -> new Operation("", MissingNode.getInstance(), List.of(), Optional.empty()));
  }

  private static String key(String method, String path) {
    return method.toUpperCase(Locale.ROOT) + " " + path;
  }

  private static Operation operation(SchemaReader schemas, JsonNode path, JsonNode json) {
    var parameters =
        Stream.of(path.path("parameters"), json.path("parameters"))
            .flatMap(all -> StreamSupport.stream(all.spliterator(), false))
            .map(schemas::resolve)
            .filter(parameter -> !parameter.path("in").asText().equals("cookie"))
            .map(parameter -> parameter(schemas, parameter))
            .toList();
    JsonNode body = json.at("/requestBody/content/application~1json/schema");
    return new Operation(
        json.get("operationId").textValue(),
        json,
        parameters,
        body.isMissingNode() ? Optional.empty() : Optional.of(schemas.read(body)));
  }

  private static Parameter parameter(SchemaReader schemas, JsonNode json) {
    JsonNode schema = schemas.resolve(json.get("schema"));
    boolean repeated = schema.path("type").asText().equals("array");
    JsonNode single = repeated ? schemas.resolve(schema.get("items")) : schema;
    boolean isUuid = single.path("format").asText().equals("uuid");
    return new Parameter(
        json.get("name").textValue(),
        Parameter.In.valueOf(json.get("in").textValue().toUpperCase(Locale.ROOT)),
        json.path("required").asBoolean(),
        repeated,
        isUuid ? "uuid" : single.path("type").asText(),
        schemas.read(single));
  }

  private static Contract read() {
    var document = YAML.createObjectNode();
    FILES.forEach(file -> merge(document, read(file)));
    return new Contract(document);
  }

  private static JsonNode read(String file) {
    String name = "/openapi/" + file + ".yaml";
    try (var stream = Contract.class.getResourceAsStream(name)) {
      return YAML.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("read " + name, e);
    }
  }

  private static void merge(ObjectNode into, JsonNode from) {
    for (var field : from.properties()) {
      if (into.get(field.getKey()) instanceof ObjectNode inner) {
        merge(inner, field.getValue());
      } else {
        into.set(field.getKey(), field.getValue());
      }
    }
  }

  private static final class Current {
    static final Contract CONTRACT = read();
  }
}
