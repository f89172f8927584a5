package dev.baton.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.json.Json;
import io.vertx.core.MultiMap;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/// Looks on at every exchange that the tests have with a server, notes what it has seen of the
/// contract, and remembers what was not as the contract says. One for all tests; any thread.
public final class Witness {

  /// What any operation may be answered with if the request is no sound HTTP.
  private static final Set<Integer> OF_HTTP = Set.of(400, 405, 413, 414, 417, 431);

  private static final String PROBLEM = "/components/schemas/Problem";

  private record Known(String method, Pattern path, String template, Operation operation) {}

  private final JsonNode document = Contract.current().document();
  private final Judge judge = new Judge(document);
  private final Sightings sightings = new Sightings(document);
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final List<Known> operations =
      Contract.current().operations().entrySet().stream()
          .map(Witness::known)
          .sorted(Comparator.comparing((Known each) -> each.template().contains("{")))
          .toList();

  private static final class Only {
    static final Witness WITNESS = new Witness();
  }

  private Witness() {}

  public static Witness ofTheTests() {
    return Only.WITNESS;
  }

  public Sightings sightings() {
    return sightings;
  }

  /// What was seen of an answer.
  ///
  /// @param uri with its query
  public void answer(String method, String uri, int status, MultiMap headers, String body) {
    if (body.isEmpty() && method.equals("HEAD")) {
      return;
    }
    var operation = operation(method, uri);
    var response = operation.map(known -> known.json().at("/responses/" + status));
    if (response.isEmpty() || (response.get().isMissingNode() && OF_HTTP.contains(status))) {
      stranger(method + " " + uri, status, headers, body);
      return;
    }
    String id = operation.orElseThrow().id();
    if (response.get().isMissingNode()) {
      faults.add(id + " answered " + status + ", which is not in the contract: " + body);
      return;
    }
    sightings.status(id, status);
    headers(id + " " + status, sightings.resolve(response.get()).path("headers"), headers);
    body(id + " " + status, response.get(), body);
  }

  /// What was seen of a live connection.
  public void frame(String uri, String text) {
    var operation = operation("GET", uri).orElseThrow();
    sightings.status(operation.id(), 101);
    var frames = operation.json().path("x-frames");
    var json = Json.parse(text);
    if (json.isEmpty() || json.size() > 256) {
      faults.add(operation.id() + " sent a frame of " + json.size() + " events");
    }
    var event = sightings.resolve(frames).get("items");
    for (JsonNode each : json) {
      judge(operation.id(), event.get("$ref").textValue().substring(1), each);
      sightings.json(event, each);
    }
  }

  public void close(String uri, int code) {
    operation("GET", uri).ifPresent(known -> sightings.close(known.id(), code));
  }

  /// Everything so far that was not as the contract says.
  public List<String> faults() {
    return List.copyOf(faults);
  }

  private void stranger(String request, int status, MultiMap headers, String body) {
    boolean isJson = "application/json".equals(headers.get("Content-Type"));
    if (status >= 400 && isJson && request.contains(" /api/")) {
      judge(request + " answered " + status, PROBLEM, Json.parse(body));
    }
  }

  private void headers(String what, JsonNode described, MultiMap headers) {
    for (var header : described.properties()) {
      if (sightings.resolve(header.getValue()).path("required").asBoolean()
          && !headers.contains(header.getKey())) {
        faults.add(what + " lacks the header " + header.getKey());
      }
    }
  }

  private void body(String what, JsonNode response, String body) {
    var schema = sightings.schema(response);
    if (schema.isMissingNode()) {
      boolean isEmpty = sightings.resolve(response).path("content").isMissingNode();
      if (isEmpty && !body.isEmpty()) {
        faults.add(what + " has a body: " + body);
      }
      return;
    }
    var json = Json.parse(body);
    judge(what, pointer(response, schema), json);
    sightings.json(schema, json);
  }

  private static String pointer(JsonNode response, JsonNode schema) {
    return schema.has("$ref")
        ? schema.get("$ref").textValue().substring(1)
        : response.path("$ref").asText("#").substring(1);
  }

  private void judge(String what, String pointer, JsonNode json) {
    if (!pointer.isEmpty()) {
      judge.fault(pointer, json).ifPresent(fault -> faults.add(what + ": " + fault));
    }
  }

  private Optional<Operation> operation(String method, String uri) {
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    return operations.stream()
        .filter(each -> each.method().equals(method) && each.path().matcher(path).matches())
        .map(Known::operation)
        .findFirst();
  }

  private static Known known(Map.Entry<String, Operation> entry) {
    int blank = entry.getKey().indexOf(' ');
    String template = entry.getKey().substring(blank + 1);
    var path = Pattern.compile(template.replaceAll("\\{[a-z]+}", "[^/]+"));
    return new Known(entry.getKey().substring(0, blank), path, template, entry.getValue());
  }
}
