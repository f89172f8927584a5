package dev.baton.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Parts of committed messages.
public final class PartJson {

  private PartJson() {}

  public static void write(JsonGenerator out, Part part) throws IOException {
    out.writeStartObject();
    switch (part) {
      case Part.Text(var text) -> {
        out.writeStringField("type", "text");
        out.writeStringField("text", text);
      }
      case Part.Reasoning(var text, var title) -> {
        out.writeStringField("type", "reasoning");
        out.writeStringField("text", text);
        if (title.isPresent()) {
          out.writeStringField("title", title.get());
        }
      }
      case Part.ToolCall(var id, var name, var argsJson) -> {
        out.writeStringField("type", "tool-call");
        out.writeStringField("tool_call_id", id);
        out.writeStringField("tool_name", name);
        out.writeFieldName("args");
        out.writeRawValue(argsJson);
      }
      case Part.ToolResult(var id, var name, var resultJson, var isError) -> {
        out.writeStringField("type", "tool-result");
        out.writeStringField("tool_call_id", id);
        out.writeStringField("tool_name", name);
        out.writeFieldName("result");
        out.writeRawValue(resultJson);
        if (isError) {
          out.writeBooleanField("is_error", true);
        }
      }
      case Part.Source(var url, var title) -> {
        out.writeStringField("type", "source");
        out.writeStringField("url", url);
        out.writeStringField("title", title);
      }
      case Part.File(var fileId, var mediaType, var name) -> {
        out.writeStringField("type", "file");
        out.writeStringField("file_id", fileId.toString());
        out.writeStringField("media_type", mediaType);
        out.writeStringField("name", name);
      }
      case Part.FileReference(var fileName, var startLine, var endLine, var content) -> {
        out.writeStringField("type", "file-reference");
        out.writeStringField("file_name", fileName);
        out.writeNumberField("start_line", startLine);
        out.writeNumberField("end_line", endLine);
        out.writeStringField("content", content);
      }
    }
    out.writeEndObject();
  }

  public static void writeAll(JsonGenerator out, List<Part> parts) throws IOException {
    out.writeStartArray();
    for (Part part : parts) {
      write(out, part);
    }
    out.writeEndArray();
  }

  public static String writeAll(List<Part> parts) {
    return Json.write(out -> writeAll(out, parts));
  }

  /// Reads what [#writeAll(List)] wrote.
  ///
  /// @throws MalformedJson if it is something else
  public static List<Part> readAll(String json) {
    return readAll(Json.parse(json));
  }

  static List<Part> readAll(JsonNode array) {
    var parts = new ArrayList<Part>();
    array.forEach(node -> parts.add(read(node)));
    return List.copyOf(parts);
  }

  private static Part read(JsonNode part) {
    String type = text(part, "type");
    return switch (type) {
      case "text" -> new Part.Text(text(part, "text"));
      case "reasoning" ->
          new Part.Reasoning(
              text(part, "text"), Optional.ofNullable(part.get("title")).map(JsonNode::textValue));
      case "tool-call" ->
          new Part.ToolCall(
              text(part, "tool_call_id"), text(part, "tool_name"), part.path("args").toString());
      case "tool-result" ->
          new Part.ToolResult(
              text(part, "tool_call_id"),
              text(part, "tool_name"),
              part.path("result").toString(),
              part.path("is_error").asBoolean());
      case "source" -> new Part.Source(text(part, "url"), text(part, "title"));
      case "file" ->
          new Part.File(
              UUID.fromString(text(part, "file_id")), text(part, "media_type"), text(part, "name"));
      case "file-reference" ->
          new Part.FileReference(
              text(part, "file_name"),
              part.path("start_line").asInt(),
              part.path("end_line").asInt(),
              text(part, "content"));
      default -> throw new MalformedJson("unknown part type " + type);
    };
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw new MalformedJson("a part without " + field);
    }
    return value.textValue();
  }
}
