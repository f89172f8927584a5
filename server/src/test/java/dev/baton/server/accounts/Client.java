package dev.baton.server.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.server.http.TestServer;
import dev.baton.server.http.TestServer.Answer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.regex.Pattern;

/// Asks one replica. Paths are those after `/api/v1`.
final class Client {

  private static final Pattern SSE_CLOSE =
      Pattern.compile("event: close\\s+data: \\{\"code\":(\\d+)}");

  private final Context loop;
  private final HttpClient http;
  private final WebSocketClient sockets;
  private final int port;

  Client(Vertx vertx, int port) {
    this.loop = vertx.getOrCreateContext();
    this.http = vertx.createHttpClient();
    this.sockets = vertx.createWebSocketClient();
    this.port = port;
  }

  int port() {
    return port;
  }

  Answer ask(String method, String path, String body, MultiMap headers) {
    return askRoot(method, "/api/v1" + path, body, headers);
  }

  Answer askRoot(String method, String path, String body, MultiMap headers) {
    Promise<Answer> answer = Promise.promise();
    loop.runOnContext(_ ->
        http.request(options(method, path, headers))
            .compose(request -> body.isEmpty() ? request.send() : request.send(body))
            .compose(response ->
                response
                    .body()
                    .map(read ->
                        new Answer(response.statusCode(), response.headers(), read.toString())))
            .onComplete(answer));
    return TestServer.await(answer.future());
  }

  Answer get(String secret, String path) {
    return ask("GET", path, "", bearer(secret));
  }

  Answer post(String secret, String path, String body) {
    return ask("POST", path, body, bearer(secret));
  }

  Answer patch(String secret, String path, String body) {
    return ask("PATCH", path, body, bearer(secret));
  }

  Answer delete(String secret, String path) {
    return ask("DELETE", path, "", bearer(secret));
  }

  /// Opens a socket, and tells its close code when it ends. The first future fails with the status
  /// of a refusal in its message.
  Future<Future<Integer>> socket(String path, MultiMap headers) {
    Promise<Future<Integer>> opened = Promise.promise();
    var options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/api/v1" + path)
            .setHeaders(headers);
    loop.runOnContext(_ ->
        sockets
            .connect(options)
            .map(socket -> {
              Promise<Integer> closed = Promise.promise();
              socket.closeHandler(_ -> closed.complete((int) socket.closeStatusCode()));
              return closed.future();
            })
            .onComplete(opened));
    return opened.future();
  }

  /// Opens the same as server-sent events.
  Future<Future<Integer>> events(String path, MultiMap headers) {
    Promise<Future<Integer>> opened = Promise.promise();
    headers.set("Accept", "text/event-stream");
    loop.runOnContext(_ ->
        http.request(options("GET", "/api/v1" + path, headers))
            .compose(request -> request.send())
            .map(response -> {
              if (response.statusCode() != 200) {
                throw new AssertionError("status " + response.statusCode());
              }
              return response.body().map(body -> closeCode(body.toString()));
            })
            .onComplete(opened));
    return opened.future();
  }

  private static int closeCode(String stream) {
    var close = SSE_CLOSE.matcher(stream);
    return close.find() ? Integer.parseInt(close.group(1)) : -1;
  }

  /// Asks for an upgrade as a plain request, to see why there is none.
  Answer refusedUpgrade(String path, MultiMap headers) {
    return ask(
        "GET",
        path,
        "",
        headers
            .set("Connection", "Upgrade")
            .set("Upgrade", "websocket")
            .set("Sec-WebSocket-Version", "13")
            .set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
  }

  static MultiMap none() {
    return MultiMap.caseInsensitiveMultiMap();
  }

  static MultiMap bearer(String secret) {
    return none().set("Authorization", "Bearer " + secret);
  }

  static MultiMap cookie(String session) {
    return none().set("Cookie", "baton_session=" + session);
  }

  /// The session that an answer brought.
  static String session(Answer answer) {
    String cookie = answer.headers().get("Set-Cookie");
    return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
  }

  static String text(Answer answer, String field) {
    JsonNode value = answer.json().path(field);
    if (!value.isTextual()) {
      throw new AssertionError("no text " + field + " in " + answer);
    }
    return value.textValue();
  }

  private RequestOptions options(String method, String path, MultiMap headers) {
    return new RequestOptions()
        .setHost("127.0.0.1")
        .setPort(port)
        .setMethod(HttpMethod.valueOf(method))
        .setURI(path)
        .setHeaders(headers);
  }
}
