package dev.baton.server.e2e;

import static java.util.Map.entry;

import dev.baton.server.contract.Contract;
import dev.baton.server.contract.Operation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A request of one operation of the contract, sound but for what a test spoils on purpose.
///
/// @param path with its parameters as `{name}`
/// @param body empty if the operation takes none
record Visit(String method, String path, Operation operation, String body) {

  static final String NOBODY = "00000000-0000-4000-8000-000000000000";

  private static final String CONTENT = "{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}";

  /// A sound body for each operation that takes one; `{}` for what is not named.
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          entry("createChat", CONTENT),
          entry("sendMessage", CONTENT),
          entry("editMessage", CONTENT),
          entry("editQueued", CONTENT),
          entry("uploadFile", "a text"),
          entry("submitToolResults", "{\"results\":[{\"tool_call_id\":\"x\",\"output\":1}]}"),
          entry("createToken", "{\"name\":\"a visit\",\"scopes\":[\"all\"]}"),
          entry("createUser", "{\"email\":\"a@visit.example\"}"),
          entry("signIn", "{\"email\":\"a@visit.example\",\"password\":\"not the password\"}"),
          entry("createProvider", "{\"provider\":\"scripted\"}"),
          entry(
              "createModel",
              "{\"model_provider_id\":\"" + NOBODY + "\",\"model\":\"m\",\"context_limit\":1000}"));

  /// One of each operation that is there.
  static Stream<Visit> all() {
    return Contract.current().operations().entrySet().stream()
        .map(entry -> of(entry.getKey().split(" ", 2), entry.getValue()));
  }

  private static Visit of(String[] key, Operation operation) {
    boolean takesBody = operation.json().has("requestBody");
    String body = takesBody ? BODIES.getOrDefault(operation.id(), "{}") : "";
    return new Visit(key[0], key[1], operation, body);
  }

  /// Whether the contract has this status for it.
  boolean may(int status) {
    return operation.json().get("responses").has(String.valueOf(status));
  }

  boolean needsCredentials() {
    return operation.json().path("security").size() > 0 || !operation.json().has("security");
  }

  boolean isOfOneChat() {
    return path.contains("{chat}");
  }

  boolean namesSomething() {
    return path.contains("{");
  }

  /// With every name in the path replaced.
  Visit naming(String text) {
    return new Visit(method, path.replaceAll("\\{[a-z]+}", text), operation, body);
  }

  /// Names what is not there.
  Visit namingNothing() {
    String numbers = path.replaceAll("\\{(message|queued)}", "9000000000000");
    return new Visit(method, numbers.replaceAll("\\{[a-z]+}", NOBODY), operation, body);
  }

  Visit asking(String query) {
    return new Visit(method, path + query, operation, body);
  }

  Visit saying(String other) {
    return new Visit(method, path, operation, other);
  }

  Answer by(BatonClient client, List<Map.Entry<String, String>> headers) {
    var options = new RequestOptions().setMethod(HttpMethod.valueOf(method)).setURI(path);
    options.putHeader("Content-Type", "application/json");
    if (operation.json().has("x-frames")) {
      options.putHeader("Accept", "text/event-stream");
    }
    headers.forEach(header -> options.putHeader(header.getKey(), header.getValue()));
    return client.answer(options, Buffer.buffer(body));
  }
}
