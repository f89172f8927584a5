package dev.baton.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.json.CleanText;
import dev.baton.server.http.Problem.Violation;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// Reads a request's body: one JSON object in UTF-8, without repeated keys, at most [#MAX_DEPTH]
/// levels deep, and with nothing in it that the store could not keep exactly: no NUL, no half of a
/// surrogate pair, no number beyond all measure. All throw [Rejection].
final class StrictJson {

  static final int MAX_DEPTH = 100;

  /// Decimal places before or after the point that a number may have.
  private static final int MAX_MAGNITUDE = 1_000;

  private static final Violation UNCLEAN =
      new Violation("", "has a NUL character or half of a surrogate pair.");
  private static final Violation IMMEASURABLE = new Violation("", "is a number out of range.");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.CHARSET_DETECTION)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private StrictJson() {}

  static ObjectNode object(Buffer body) {
    if (parse(body) instanceof ObjectNode object) {
      fault(object).ifPresent(StrictJson::refuse);
      return object;
    }
    throw malformed("A JSON object is expected.");
  }

  private static JsonNode parse(Buffer body) {
    try {
      return MAPPER.readTree(body.getBytes());
    } catch (StreamConstraintsException e) {
      throw malformed(
          where(e) + "nested deeper than " + MAX_DEPTH + " levels, or a number or name too long.");
    } catch (JsonProcessingException e) {
      throw malformed(where(e) + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("read JSON from memory", e);
    }
  }

  private static void refuse(Violation violation) {
    throw Problem.invalid("The request has invalid fields.", "", List.of(violation)).asRejection();
  }

  private static String where(JsonProcessingException e) {
    var at = e.getLocation();
    return at == null ? "" : "Line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
  }

  private static Rejection malformed(String detail) {
    return Problem.badRequest("The request body is not valid JSON.", detail).asRejection();
  }

  /// Names are put together on the way back, so that a sound body costs none.
  private static Optional<Violation> fault(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> CleanText.isClean(node.textValue()) ? Optional.empty() : Optional.of(UNCLEAN);
      case NUMBER -> isMeasurable(node) ? Optional.empty() : Optional.of(IMMEASURABLE);
      case ARRAY -> faultInArray(node);
      case OBJECT -> faultInObject(node);
      default -> Optional.empty();
    };
  }

  private static Optional<Violation> faultInArray(JsonNode array) {
    int index = 0;
    for (JsonNode element : array) {
      var fault = fault(element);
      if (fault.isPresent()) {
        return Optional.of(inside("[" + index + "]", fault.get()));
      }
      index++;
    }
    return Optional.empty();
  }

  private static Optional<Violation> faultInObject(JsonNode object) {
    for (var field : object.properties()) {
      String name = field.getKey();
      var fault = CleanText.isClean(name) ? fault(field.getValue()) : Optional.of(UNCLEAN);
      if (fault.isPresent()) {
        return Optional.of(inside(CleanText.clean(name), fault.get()));
      }
    }
    return Optional.empty();
  }

  private static Violation inside(String outer, Violation inner) {
    boolean joined = inner.field().isEmpty() || inner.field().startsWith("[");
    return new Violation(outer + (joined ? "" : ".") + inner.field(), inner.detail());
  }

  private static boolean isMeasurable(JsonNode number) {
    if (!number.isBigDecimal()) {
      return true;
    }
    var value = number.decimalValue();
    long wholeDigits = (long) value.precision() - value.scale();
    return wholeDigits <= MAX_MAGNITUDE && value.scale() <= MAX_MAGNITUDE;
  }
}
