package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.server.contract.Witness;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;

/// The routes of a replica, as a program with a token uses them. Calls block the thread that makes
/// them; any thread may.
final class BatonClient {

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
  private static final int CONNECTIONS = 64;
  private static final int STREAMS = 1_000;
  private static final int LARGEST_FRAME = 64 << 20;
  private static final int PAGE = 200;

  private final Context loop;
  private final HttpClient http;
  private final WebSocketClient sockets;
  private final int port;
  private final String token;

  BatonClient(Vertx vertx, int port, String token) {
    this.port = port;
    this.token = token;
    this.loop = vertx.getOrCreateContext();
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    this.sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(STREAMS)
                .setMaxFrameSize(LARGEST_FRAME)
                .setMaxMessageSize(LARGEST_FRAME));
  }

  // Chats

  Answer create(String text) {
    return post("/chats", Wire.object().set("content", Wire.content(text)));
  }

  Answer create(String text, String modelConfigId) {
    ObjectNode body = Wire.object().set("content", Wire.content(text));
    return post("/chats", body.put("model_config_id", modelConfigId));
  }

  Answer chats(String query) {
    return get("/chats" + query);
  }

  Answer chat(String chat) {
    return get(chatPath(chat, ""));
  }

  Answer update(String chat, JsonNode changes) {
    return send(HttpMethod.PATCH, chatPath(chat, ""), changes.toString());
  }

  Answer archive(String chat, boolean archived) {
    return update(chat, Wire.object().put("archived", archived));
  }

  Answer delete(String chat) {
    return send(HttpMethod.DELETE, chatPath(chat, ""), "");
  }

  Answer messages(String chat, String query) {
    return get(chatPath(chat, "/messages" + query));
  }

  Answer send(String chat, String text, String busyBehavior) {
    ObjectNode body = Wire.object().set("content", Wire.content(text));
    return post(chatPath(chat, "/messages"), body.put("busy_behavior", busyBehavior));
  }

  /// Queues it if need be; however often this is asked for, the message is sent once.
  Answer sendOnce(String chat, String text, String key) {
    var request =
        request(HttpMethod.POST, chatPath(chat, "/messages")).putHeader("Idempotency-Key", key);
    return answer(request, Buffer.buffer(contentOf(text).toString()));
  }

  Answer edit(String chat, long message, String text) {
    return send(
        HttpMethod.PATCH, chatPath(chat, "/messages/" + message), contentOf(text).toString());
  }

  Answer editQueued(String chat, long queued, String text) {
    return send(HttpMethod.PATCH, chatPath(chat, "/queue/" + queued), contentOf(text).toString());
  }

  Answer deleteQueued(String chat, long queued) {
    return send(HttpMethod.DELETE, chatPath(chat, "/queue/" + queued), "");
  }

  Answer promote(String chat, long queued) {
    return post(chatPath(chat, "/queue/" + queued + "/promote"), Wire.object());
  }

  Answer interrupt(String chat) {
    return post(chatPath(chat, "/interrupt"), Wire.object());
  }

  Answer retry(String chat) {
    return post(chatPath(chat, "/retry"), Wire.object());
  }

  /// The result of one tool that a client was to execute.
  Answer submit(String chat, String call, String outputJson) {
    ObjectNode body = Wire.object();
    body.putArray("results")
        .addObject()
        .put("tool_call_id", call)
        .set("output", Wire.parse(outputJson));
    return post(chatPath(chat, "/tool-results"), body);
  }

  /// The chat with all its messages, page by page. Changes meanwhile may tear it.
  StoredChat stored(String chat) {
    var messages = new ArrayList<Event.Message>();
    JsonNode first = messages(chat, "?limit=" + PAGE).ok();
    JsonNode page = first;
    addAll(messages, page);
    while (page.path("has_more").asBoolean()) {
      page = messages(chat, "?limit=" + PAGE + "&before_id=" + messages.getLast().id()).ok();
      addAll(messages, page);
    }
    Collections.reverse(messages);
    var queue = StreamSupport.stream(first.path("queued_messages").spliterator(), false).toList();
    return new StoredChat(chat(chat).ok(), List.copyOf(messages), queue);
  }

  private static void addAll(List<Event.Message> messages, JsonNode page) {
    page.path("messages").forEach(message -> messages.add(new Event.Message(message)));
  }

  // Models and replicas

  Answer createProvider(ObjectNode provider) {
    return post("/model-providers", provider);
  }

  Answer createModelConfig(ObjectNode config) {
    return post("/model-configs", config);
  }

  /// A provider with one model.
  ///
  /// @return the model's id
  String addModel(ObjectNode provider, ObjectNode settings, boolean isDefault) {
    String id = createProvider(provider).expect(201).json().path("id").asText();
    ObjectNode config =
        Wire.object()
            .put("model_provider_id", id)
            .put("model", "test-model")
            .put("context_limit", 100_000)
            .put("is_default", isDefault);
    config.set("model_config", settings);
    return createModelConfig(config).expect(201).json().path("id").asText();
  }

  /// The scripted model, for whoever asks for none.
  void addScriptedModel() {
    addModel(Wire.object().put("provider", "scripted"), Wire.object(), true);
  }

  Answer replicas() {
    return get("/replicas");
  }

  // Sockets

  /// Opens a chat's stream; the listener hears nothing if that fails.
  Future<StreamSocket> stream(String chat, Resume resume, StreamSocket.Listener listener) {
    return socket(chatPath(chat, "/stream" + resume.query()), listener);
  }

  Future<StreamSocket> watch(StreamSocket.Listener listener) {
    return socket("/chats/watch", listener);
  }

  /// Opens a socket of any route, after `/api/v1`.
  Future<StreamSocket> socket(String path, StreamSocket.Listener listener) {
    var options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/api/v1" + path)
            .setTimeout(ANSWER_WITHIN.toMillis())
            .addHeader("Authorization", "Bearer " + token);
    return StreamSocket.open(
        sockets.webSocket(), options, new WitnessedListener("/api/v1" + path, listener));
  }

  // Any route

  Answer get(String path) {
    return send(HttpMethod.GET, path, "");
  }

  Answer post(String path, JsonNode body) {
    return send(HttpMethod.POST, path, body.toString());
  }

  /// @param path after `/api/v1`
  /// @param body sent as it is, as JSON; empty = none
  Answer send(HttpMethod method, String path, String body) {
    return answer(request(method, path), Buffer.buffer(body));
  }

  private RequestOptions request(HttpMethod method, String path) {
    return new RequestOptions()
        .setMethod(method)
        .setURI("/api/v1" + path)
        .putHeader("Authorization", "Bearer " + token)
        .putHeader("Content-Type", "application/json");
  }

  /// Begins to ask for a change under a key of idempotency.
  Future<Answer> beginOnce(String path, String key, Buffer body) {
    return begin(request(HttpMethod.POST, path).putHeader("Idempotency-Key", key), body);
  }

  private Future<Answer> begin(RequestOptions options, Buffer body) {
    options.setHost("127.0.0.1").setPort(port).setTimeout(ANSWER_WITHIN.toMillis());
    String name = options.getMethod() + " " + options.getURI();
    Promise<Answer> answer = Promise.promise();
    // From another thread the response's body could have gone by before anybody asks for it.
    loop.runOnContext(_ -> exchange(name, options, body).onComplete(answer));
    return answer.future();
  }

  /// Any request at all.
  Answer answer(RequestOptions options, Buffer body) {
    var answered = await(options.getURI(), begin(options, body));
    assertThat(Witness.ofTheTests().faults()).as("what is not as the contract says").isEmpty();
    return answered;
  }

  private Future<Answer> exchange(String name, RequestOptions options, Buffer body) {
    return http.request(options)
        .compose(request -> body.length() == 0 ? request.send() : request.send(body))
        .compose(response ->
            response
                .body()
                .onSuccess(bytes -> {
                  String method = options.getMethod().name();
                  Witness.ofTheTests()
                      .answer(
                          method,
                          options.getURI(),
                          response.statusCode(),
                          response.headers(),
                          bytes.toString());
                })
                .map(bytes ->
                    new Answer(name, response.statusCode(), response.headers(), bytes.toString())));
  }

  void later(Duration pause, Runnable action) {
    loop.owner().setTimer(pause.toMillis(), _ -> action.run());
  }

  static <T> T await(String what, Future<T> future) {
    try {
      return future.await(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in time: " + what, e);
    }
  }

  private static JsonNode contentOf(String text) {
    return Wire.object().set("content", Wire.content(text));
  }

  private static String chatPath(String chat, String rest) {
    return "/chats/" + chat + rest;
  }
}
