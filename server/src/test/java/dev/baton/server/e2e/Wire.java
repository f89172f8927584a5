package dev.baton.server.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/// JSON texts, as they go over the wire.
final class Wire {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Wire() {}

  /// @throws Breach if the text is not one JSON value
  static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Breach("not JSON: " + e.getOriginalMessage());
    }
  }

  static String quote(String text) {
    return TextNode.valueOf(text).toString();
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// One text part.
  static ArrayNode content(String text) {
    var content = MAPPER.createArrayNode();
    content.addObject().put("type", "text").put("text", text);
    return content;
  }
}
