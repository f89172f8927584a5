package dev.baton.server.http;

import dev.baton.json.Json;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A successful answer: a status and, except for 202 and 204, one JSON value.
///
/// @param headers what goes along with the status
/// @param isSecret it holds a credential, and is not kept in clear anywhere
public record Reply(
    int status, Optional<String> json, Map<String, String> headers, boolean isSecret) {

  public Reply(int status, Optional<String> json) {
    this(status, json, Map.of(), false);
  }

  public static Reply ok(Json.Writer writer) {
    return new Reply(200, Optional.of(Json.write(writer)));
  }

  public static Reply created(Json.Writer writer) {
    return new Reply(201, Optional.of(Json.write(writer)));
  }

  public static Reply accepted() {
    return new Reply(202, Optional.empty());
  }

  public static Reply noContent() {
    return new Reply(204, Optional.empty());
  }

  public Reply with(String header, String value) {
    var all = new HashMap<>(headers);
    all.put(header, value);
    return new Reply(status, json, Map.copyOf(all), isSecret);
  }

  public Reply asSecret() {
    return new Reply(status, json, headers, true);
  }

  void send(HttpServerResponse response) {
    response.setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    headers.forEach(response::putHeader);
    if (json.isPresent()) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(json.get());
    } else {
      response.end();
    }
  }
}
