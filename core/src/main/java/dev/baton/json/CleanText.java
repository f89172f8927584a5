package dev.baton.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/// Makes text of models and tools fit for `jsonb`: NUL becomes its visible symbol, a lone surrogate
/// the replacement character. Other text, a literal backslash-u0000 included, stays as it is.
public final class CleanText {

  private static final char SYMBOL_FOR_NULL = '\u2400';
  private static final char REPLACEMENT = '\uFFFD';

  private CleanText() {}

  public static boolean isClean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (!isPair(text, i)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  public static String clean(String text) {
    return isClean(text) ? text : replaced(text);
  }

  /// Turns what should be JSON into one clean JSON value: text that does not parse becomes a JSON
  /// string that holds it.
  public static String cleanJson(String text) {
    try {
      return clean(Json.parse(text)).toString();
    } catch (MalformedJson e) {
      return Json.quote(clean(text));
    }
  }

  private static String replaced(String text) {
    var clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        clean.append(SYMBOL_FOR_NULL);
      } else if (!Character.isSurrogate(c)) {
        clean.append(c);
      } else if (isPair(text, i)) {
        clean.append(c).append(text.charAt(++i));
      } else {
        clean.append(REPLACEMENT);
      }
    }
    return clean.toString();
  }

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  private static JsonNode clean(JsonNode node) {
    var nodes = JsonNodeFactory.instance;
    if (node.isTextual()) {
      return nodes.textNode(clean(node.textValue()));
    }
    if (node.isArray()) {
      var array = nodes.arrayNode(node.size());
      node.forEach(element -> array.add(clean(element)));
      return array;
    }
    if (node.isObject()) {
      var object = nodes.objectNode();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        object.set(clean(field.getKey()), clean(field.getValue()));
      }
      return object;
    }
    return node;
  }
}
