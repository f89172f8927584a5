package dev.baton.server.http;

import dev.baton.json.Json;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/// A successful answer: a status and, except for 202 and 204, one JSON value.
public record Reply(int status, Optional<String> json) {

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

  void send(HttpServerResponse response) {
    response.setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (json.isPresent()) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(json.get());
    } else {
      response.end();
    }
  }
}
