package dev.baton.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.json.Json;
import dev.baton.model.ToolSpec;
import dev.baton.tool.Toolbox;
import java.util.List;
import java.util.stream.Stream;

/// The tools that a chat's client brought and executes itself. A tool of this server wins a clash
/// of names.
record ClientTools(List<ToolSpec> specs) {

  static ClientTools of(String dynamicTools, Toolbox toolbox) {
    return new ClientTools(
        Json.parse(dynamicTools)
            .valueStream()
            .map(ClientTools::spec)
            .filter(spec -> !toolbox.has(spec.name()))
            .toList());
  }

  boolean has(String name) {
    return specs.stream().anyMatch(spec -> spec.name().equals(name));
  }

  List<ToolSpec> beside(Toolbox toolbox) {
    return Stream.concat(toolbox.specs().stream(), specs.stream()).toList();
  }

  private static ToolSpec spec(JsonNode tool) {
    JsonNode schema = tool.path("input_schema");
    return new ToolSpec(
        tool.path("name").asText(),
        tool.path("description").asText(),
        schema.isObject() ? schema.toString() : "{\"type\": \"object\"}");
  }
}
