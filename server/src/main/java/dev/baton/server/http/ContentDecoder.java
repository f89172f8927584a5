package dev.baton.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.chat.Part;
import java.util.ArrayList;
import java.util.List;

/// Reads the parts of a user's message.
final class ContentDecoder {

  private ContentDecoder() {}

  /// @throws Rejection at the first part that cannot be used
  static List<Part> content(ObjectNode body) {
    JsonNode content = body.path("content");
    if (!content.isMissingNode() && !content.isNull() && !content.isArray()) {
      throw invalid("Invalid content.", "content", "must be an array of parts.");
    }
    if (content.isEmpty()) {
      throw invalid("Content is required.", "content", "Content cannot be empty.");
    }
    var parts = new ArrayList<Part>();
    for (int i = 0; i < content.size(); i++) {
      parts.add(part("content[" + i + "]", content.get(i)));
    }
    return List.copyOf(parts);
  }

  private static Part part(String at, JsonNode part) {
    if (!part.isObject()) {
      throw invalidPart(at, "must be an object.");
    }
    if (!part.path("type").isTextual()) {
      throw invalidPart(at + ".type", "must be a string.");
    }
    String type = part.get("type").textValue();
    return switch (type) {
      case "text" -> new Part.Text(fullText(at, part, "text"));
      case "file-reference" -> fileReference(at, part);
      case "file" -> file(at, part);
      default -> throw invalidPart(at + ".type", "\"" + type + "\" is not supported.");
    };
  }

  /// Its type and name are those it was stored with.
  private static Part file(String at, JsonNode part) {
    return Ids.uuid(text(at, part, "file_id"))
        .<Part>map(id -> new Part.File(id, "", ""))
        .orElseThrow(() -> invalidPart(at + ".file_id", "must be the ID of an uploaded file."));
  }

  private static Part fileReference(String at, JsonNode part) {
    int start = line(at, part, "start_line", 1);
    return new Part.FileReference(
        fullText(at, part, "file_name"),
        start,
        line(at, part, "end_line", start),
        text(at, part, "content"));
  }

  private static String fullText(String at, JsonNode part, String field) {
    String text = text(at, part, field);
    if (text.isBlank()) {
      throw invalidPart(at + "." + field, "cannot be empty.");
    }
    return text;
  }

  private static String text(String at, JsonNode part, String field) {
    JsonNode value = part.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw invalidPart(at + "." + field, "must be a string.");
    }
    return value.textValue();
  }

  private static int line(String at, JsonNode part, String field, int least) {
    JsonNode value = part.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
      throw invalidPart(at + "." + field, "must be an integer, " + least + " or more.");
    }
    return value.intValue();
  }

  private static Rejection invalidPart(String field, String fault) {
    return new Rejection(
        Problem.invalid(
            "Invalid input part.",
            field + " " + fault,
            List.of(new Problem.Violation(field, fault))));
  }

  private static Rejection invalid(String message, String field, String fault) {
    return new Rejection(
        Problem.invalid(message, fault, List.of(new Problem.Violation(field, fault))));
  }
}
