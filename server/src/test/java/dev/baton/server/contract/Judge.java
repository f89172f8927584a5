package dev.baton.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Holds JSON against schemas of the contract, by a reading of JSON schema that is not ours. Any
/// thread.
public final class Judge {

  private static final String BASE = "https://baton.invalid/openapi.json";

  private final JsonNode document;
  private final SchemaRepository schemas;
  private final Map<String, Validator> validators = new ConcurrentHashMap<>();

  public Judge(JsonNode document) {
    this.document = document;
    this.schemas =
        SchemaRepository.create(
            new JsonSchemaOptions()
                .setDraft(Draft.DRAFT202012)
                .setBaseUri(BASE)
                .setOutputFormat(OutputFormat.Basic));
    schemas.dereference(BASE, JsonSchema.of(new JsonObject(document.toString())));
  }

  /// What is wrong with a value; empty if nothing is.
  ///
  /// @param pointer to the schema, within the document
  public Optional<String> fault(String pointer, JsonNode value) {
    var discriminator = document.at(pointer + "/discriminator");
    if (!discriminator.isMissingNode()) {
      return chosen(discriminator, value);
    }
    var result = validator(pointer).validate(Json.decodeValue(value.toString()));
    return result.getValid() ? Optional.empty() : Optional.of(tell(result) + " in " + value);
  }

  /// One of many alternatives, without a look at the others.
  private Optional<String> chosen(JsonNode discriminator, JsonNode value) {
    String name = value.path(discriminator.get("propertyName").textValue()).asText();
    var target = discriminator.get("mapping").path(name);
    return target.isMissingNode()
        ? Optional.of("\"" + name + "\" is not in the contract: " + value)
        : fault(target.textValue().substring(1), value);
  }

  private Validator validator(String pointer) {
    return validators.computeIfAbsent(
        pointer,
        _ -> schemas.validator(JsonSchema.of(new JsonObject().put("$ref", BASE + "#" + pointer))));
  }

  private static String tell(OutputUnit result) {
    return Optional.ofNullable(result.getErrors()).orElse(List.of()).stream()
        .map(each -> each.getInstanceLocation() + ": " + each.getError())
        .limit(5)
        .toList()
        .toString();
  }
}
