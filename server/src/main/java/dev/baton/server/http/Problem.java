package dev.baton.server.http;

import dev.baton.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An error as a client is told it, in the one shape that all errors have.
///
/// @param detail what exactly, or what to do; may be empty
/// @param validations the fields that are wrong, for a 400
/// @param headers what goes along with the status
public record Problem(
    int status,
    String message,
    String detail,
    List<Violation> validations,
    Map<String, String> headers) {

  /// One field that cannot be used, and why. Fields inside are named `content[0].text`.
  public record Violation(String field, String detail) {}

  public static Problem of(int status, String message, String detail) {
    return new Problem(status, message, detail, List.of(), Map.of());
  }

  public static Problem badRequest(String message, String detail) {
    return of(400, message, detail);
  }

  public static Problem invalid(String message, String detail, List<Violation> validations) {
    return new Problem(400, message, detail, List.copyOf(validations), Map.of());
  }

  public static Problem notFound(String message, String detail) {
    return of(404, message, detail);
  }

  public static Problem methodNotAllowed(String allowed) {
    return of(405, "Method not allowed.", "This address takes " + allowed + ".")
        .with(HttpHeaders.ALLOW.toString(), allowed);
  }

  public static Problem unavailable(String message, String detail) {
    return of(503, message, detail).with(HttpHeaders.RETRY_AFTER.toString(), "1");
  }

  /// An upgrade is asked of a route that has nothing else to give.
  public static Problem upgradeRequired() {
    return of(426, "This is a WebSocket.", "Ask for an upgrade to version 13 of the protocol.")
        .with(HttpHeaders.UPGRADE.toString(), "websocket")
        .with("Sec-WebSocket-Version", "13");
  }

  public static Problem expectationFailed() {
    return of(417, "Expectation failed.", "Only `Expect: 100-continue` is understood.");
  }

  public Problem with(String header, String value) {
    var all = new HashMap<>(headers);
    all.put(header, value);
    return new Problem(status, message, detail, validations, Map.copyOf(all));
  }

  public Rejection asRejection() {
    return new Rejection(this);
  }

  Buffer json() {
    return Buffer.buffer(
        Json.write(out -> {
          out.writeStartObject();
          out.writeStringField("message", message);
          out.writeStringField("detail", detail);
          out.writeArrayFieldStart("validations");
          for (Violation violation : validations) {
            out.writeStartObject();
            out.writeStringField("field", violation.field());
            out.writeStringField("detail", violation.detail());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        }));
  }
}
