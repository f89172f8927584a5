package dev.baton.server.contract;

import java.util.Optional;

/// One place of a request that is not as the contract says.
///
/// @param field such as `content[0].text`
/// @param fault a sentence about the field: either a whole one, or one that follows its name
/// @param message what the refusal as a whole is to be called, if the contract says so
public record Violation(String field, String fault, Optional<String> message) {

  /// The fault as a sentence that can stand alone.
  public String sentence() {
    boolean isWhole = Character.isUpperCase(fault.codePointAt(0));
    return isWhole || field.isEmpty() ? fault : field + " " + fault;
  }
}
