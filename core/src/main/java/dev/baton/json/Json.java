package dev.baton.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Reading and writing JSON text.
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  /// Writes one value.
  @FunctionalInterface
  public interface Writer {
    void write(JsonGenerator out) throws IOException;
  }

  public static String write(Writer writer) {
    var text = new StringWriter();
    try (var out = MAPPER.getFactory().createGenerator(text)) {
      writer.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("write JSON", e);
    }
    return text.toString();
  }

  /// Parses exactly one value.
  ///
  /// @throws MalformedJson if the text is not one JSON value
  public static JsonNode parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node == null || node.isMissingNode()) {
        throw new MalformedJson("the text is empty");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new MalformedJson(e.getOriginalMessage());
    }
  }

  /// A string as a JSON value.
  public static String quote(String text) {
    return write(out -> out.writeString(text));
  }
}
