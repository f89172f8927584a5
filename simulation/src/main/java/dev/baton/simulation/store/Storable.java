package dev.baton.simulation.store;

import dev.baton.chat.Part;
import dev.baton.json.CleanText;
import dev.baton.json.Json;
import dev.baton.json.MalformedJson;
import dev.baton.json.PartJson;
import dev.baton.store.StoreException;
import java.util.List;

/// What a column of text or JSON can hold.
final class Storable {

  private Storable() {}

  static String text(String text) {
    if (!CleanText.isClean(text)) {
      throw unstorable();
    }
    return text;
  }

  /// The parts as they come back: JSON in them is one value, without its white space.
  static List<Part> parts(List<Part> parts) {
    try {
      var json = PartJson.writeAll(parts);
      if (!CleanText.cleanJson(json).equals(Json.parse(json).toString())) {
        throw unstorable();
      }
      return PartJson.readAll(json);
    } catch (MalformedJson e) {
      throw unstorable();
    }
  }

  private static StoreException unstorable() {
    return new StoreException.Invalid(
        "content", "A value cannot be stored: it holds NUL or half of a character, or is no JSON.");
  }
}
