package dev.baton.tool;

import dev.baton.json.Json;

/// What a tool answers; `resultJson` is one JSON value.
public record ToolOutput(String resultJson, boolean isError) {

  public static ToolOutput of(Json.Writer writer) {
    return new ToolOutput(Json.write(writer), false);
  }

  /// An answer that tells the model what went wrong and what it can do.
  public static ToolOutput error(String message) {
    return new ToolOutput(
        Json.write(out -> {
          out.writeStartObject();
          out.writeStringField("error", message);
          out.writeEndObject();
        }),
        true);
  }
}
