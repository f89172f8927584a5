package dev.baton.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// What the contract says of one method of one path. Any thread.
///
/// @param id empty for what the contract does not know
/// @param json the operation as it stands in the document
/// @param body of a JSON body, if there is to be one
public record Operation(
    String id, JsonNode json, List<Parameter> parameters, Optional<Schema> body) {

  /// Where the values of a request's parameters come from.
  @FunctionalInterface
  public interface Values {
    /// In the order of the request; empty if there are none.
    List<String> of(Parameter parameter);
  }

  /// What is wrong beside the body.
  public List<Violation> check(Values values) {
    var found = new Violations();
    for (Parameter parameter : parameters) {
      parameter.check(values.of(parameter), found);
    }
    return found.all();
  }

  /// What is wrong with the body. Takes time in proportion to its size.
  public List<Violation> check(ObjectNode value) {
    var found = new Violations();
    body.ifPresent(schema -> schema.check(value, Place.of(""), found));
    return found.all();
  }
}
