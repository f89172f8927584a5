package dev.baton.server.http;

import dev.baton.json.Json;
import dev.baton.store.FileStore.StoredFile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A successful answer: a status and, except for 202 and 204, one JSON value or one file.
///
/// @param headers what goes along with the status
/// @param isSecret it holds a credential, and is not kept in clear anywhere
public record Reply(
    int status,
    Optional<String> json,
    Optional<Buffer> bytes,
    Map<String, String> headers,
    boolean isSecret) {

  public Reply(int status, Optional<String> json) {
    this(status, json, Optional.empty(), Map.of(), false);
  }

  public static Reply ok(Json.Writer writer) {
    return new Reply(200, Optional.of(Json.write(writer)));
  }

  public static Reply created(Json.Writer writer) {
    return new Reply(201, Optional.of(Json.write(writer)));
  }

  static Reply file(StoredFile file) {
    String name = URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", "%20");
    return new Reply(
        200,
        Optional.empty(),
        Optional.of(file.bytes()),
        Map.of(
            "Content-Type",
            file.mediaType(),
            "Content-Disposition",
            "inline; filename*=UTF-8''" + name),
        false);
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
    return new Reply(status, json, bytes, Map.copyOf(all), isSecret);
  }

  public Reply asSecret() {
    return new Reply(status, json, bytes, headers, true);
  }

  void send(HttpServerResponse response) {
    response.setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    headers.forEach(response::putHeader);
    if (json.isPresent()) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(json.get());
    } else if (bytes.isPresent()) {
      response.end(bytes.get());
    } else {
      response.end();
    }
  }
}
