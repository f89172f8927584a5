package dev.baton.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// How a schema wants what does not fit it to be told: `x-message` and `x-fault`, each one text for
/// all keywords, or texts by keyword.
///
/// @param inherited the message of the schema around it
record Wording(JsonNode messages, JsonNode faults, Optional<String> inherited) {

  static Wording of(JsonNode schema, Optional<String> inherited) {
    return new Wording(schema.path("x-message"), schema.path("x-fault"), inherited);
  }

  /// What the schemas inside inherit.
  Optional<String> handedDown() {
    return messages.isTextual() ? Optional.of(messages.textValue()) : inherited;
  }

  Violation violation(String keyword, Place at, String otherwise) {
    return new Violation(
        at.toString(),
        text(faults, keyword).orElse(otherwise),
        text(messages, keyword).or(() -> inherited));
  }

  private static Optional<String> text(JsonNode texts, String keyword) {
    var text = texts.isTextual() ? texts : texts.path(keyword);
    return Optional.ofNullable(text.textValue());
  }
}
