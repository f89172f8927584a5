package dev.baton.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.bench.host.HostException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The routes of a deployment. Requests go to its replicas in turn. For any thread.
public final class BatonClient {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int CONNECTIONS = 64;
  private static final long ANSWER_WITHIN_MILLIS = 60_000;

  private final Sockets sockets;
  private final HttpClient http;
  private final List<URI> urls;
  private final String token;
  private final AtomicInteger next = new AtomicInteger();

  /// @param urls of the replicas; at least one
  /// @param token an administrator's
  public BatonClient(Sockets sockets, List<URI> urls, String token) {
    this.sockets = sockets;
    this.urls = urls;
    this.token = token;
    this.http = sockets.vertx().createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// A message's content.
  public static ObjectNode saying(String text) {
    var body = object();
    body.putArray("content").addObject().put("type", "text").put("text", text);
    return body;
  }

  public Future<JsonNode> get(String path) {
    return send(HttpMethod.GET, path, Buffer.buffer());
  }

  public Future<JsonNode> post(String path, ObjectNode body) {
    return send(HttpMethod.POST, path, Buffer.buffer(body.toString()));
  }

  public Future<JsonNode> patch(String path, ObjectNode body) {
    return send(HttpMethod.PATCH, path, Buffer.buffer(body.toString()));
  }

  public Future<JsonNode> delete(String path) {
    return send(HttpMethod.DELETE, path, Buffer.buffer());
  }

  /// A chat's stream.
  ///
  /// @param query with its question mark; empty = from the beginning
  public WebSocketConnectOptions stream(String chat, String query) {
    var url = nextUrl();
    return new WebSocketConnectOptions()
        .setHost(url.getHost())
        .setPort(port(url))
        .setSsl(url.getScheme().equals("https"))
        .setURI("/api/v1/chats/" + chat + "/stream" + query)
        .addHeader("Authorization", "Bearer " + token);
  }

  private Future<JsonNode> send(HttpMethod method, String path, Buffer body) {
    var url = nextUrl();
    var options =
        new RequestOptions()
            .setMethod(method)
            .setHost(url.getHost())
            .setPort(port(url))
            .setSsl(url.getScheme().equals("https"))
            .setURI("/api/v1" + path)
            .setTimeout(ANSWER_WITHIN_MILLIS)
            .putHeader("Authorization", "Bearer " + token)
            .putHeader("Content-Type", "application/json");
    Promise<JsonNode> answer = Promise.promise();
    // From another thread the response's body could have gone by before anybody asks for it.
    sockets.nextLoop().runOnContext(_ -> exchange(options, body).onComplete(answer));
    return answer.future().recover(failure -> Future.failedFuture(explained(url, failure)));
  }

  private Future<JsonNode> exchange(RequestOptions options, Buffer body) {
    return http.request(options)
        .compose(request -> body.length() == 0 ? request.send() : request.send(body))
        .compose(response ->
            response.body().map(bytes -> answer(options, response.statusCode(), bytes)));
  }

  private static HostException explained(URI url, Throwable failure) {
    return failure instanceof HostException already
        ? already
        : new HostException("No answer from " + url + ": " + failure.getMessage());
  }

  private static JsonNode answer(RequestOptions options, int status, Buffer body) {
    if (status / 100 != 2) {
      throw new HostException(
          "%s %s answered %d: %s".formatted(options.getMethod(), options.getURI(), status, body));
    }
    try {
      return MAPPER.readTree(body.getBytes());
    } catch (IOException e) {
      throw new HostException(options.getURI() + " did not answer with JSON: " + e.getMessage());
    }
  }

  private URI nextUrl() {
    return urls.get(Math.floorMod(next.getAndIncrement(), urls.size()));
  }

  private static int port(URI url) {
    if (url.getPort() > 0) {
      return url.getPort();
    }
    return url.getScheme().equals("https") ? 443 : 80;
  }
}
