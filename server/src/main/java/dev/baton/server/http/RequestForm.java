package dev.baton.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.server.auth.Caller;
import dev.baton.server.contract.Operation;
import dev.baton.server.contract.Parameter;
import dev.baton.server.contract.Violation;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/// Holds requests against the contract, before anybody decodes them. All throw [Rejection].
record RequestForm(Operation operation) {

  /// Lets a caller pass whose path, query and headers are sound.
  Caller admit(RoutingContext context, Caller caller) {
    refuse(operation.check(parameter -> values(context, parameter)));
    return caller;
  }

  /// Long bodies are to be checked off the event loop.
  ObjectNode requireBody(ObjectNode body) {
    refuse(operation.check(body));
    return body;
  }

  private static List<String> values(RoutingContext context, Parameter parameter) {
    return switch (parameter.in()) {
      case PATH -> Optional.ofNullable(context.pathParam(parameter.name())).stream().toList();
      case QUERY -> context.queryParam(parameter.name());
      case HEADER -> context.request().headers().getAll(parameter.name());
    };
  }

  private static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      var named = violations.stream().filter(each -> each.message().isPresent()).findFirst();
      throw Problem.invalid(
              named.flatMap(Violation::message).orElse("The request has invalid fields."),
              named.orElse(violations.getFirst()).sentence(),
              violations.stream()
                  .map(each -> new Problem.Violation(each.field(), each.fault()))
                  .toList())
          .asRejection();
    }
  }
}
