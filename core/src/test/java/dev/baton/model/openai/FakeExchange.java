package dev.baton.model.openai;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A request to the fake server, and the pen for its answer.
public final class FakeExchange {

  private static final long PATIENCE_SECONDS = 20;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final JsonObject body;
  private final CompletableFuture<Void> closedByClient = new CompletableFuture<>();

  FakeExchange(HttpServerRequest request, Buffer body) {
    this.request = request;
    this.response = request.response();
    this.body = new JsonObject(body);
    response.closeHandler(_ -> hungUp());
    response.exceptionHandler(_ -> hungUp());
  }

  public String path() {
    return request.path();
  }

  public MultiMap headers() {
    return request.headers();
  }

  public JsonObject body() {
    return body;
  }

  /// Waits until the client has hung up in mid-answer.
  public void awaitClosedByClient() throws Exception {
    closedByClient.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  public boolean isClosedByClient() {
    return closedByClient.isDone();
  }

  /// Sends the head of a stream, and nothing of it yet.
  public FakeExchange open() {
    if (!response.headWritten()) {
      response.setChunked(true).putHeader("content-type", "text/event-stream").writeHead();
    }
    return this;
  }

  public FakeExchange text(String text) {
    return delta(new JsonObject().put("content", text));
  }

  public FakeExchange reasoning(String text) {
    return delta(new JsonObject().put("reasoning_content", text));
  }

  /// The first piece of a tool call.
  public FakeExchange call(int index, String id, String name, String args) {
    var function = new JsonObject().put("name", name).put("arguments", args);
    return callPiece(
        new JsonObject()
            .put("index", index)
            .put("id", id)
            .put("type", "function")
            .put("function", function));
  }

  /// A later piece of a tool call.
  public FakeExchange args(int index, String args) {
    var function = new JsonObject().put("arguments", args);
    return callPiece(new JsonObject().put("index", index).put("function", function));
  }

  public FakeExchange callPiece(JsonObject piece) {
    return delta(new JsonObject().put("tool_calls", new JsonArray().add(piece)));
  }

  public FakeExchange delta(JsonObject delta) {
    return chunk(choices(new JsonObject().put("index", 0).put("delta", delta)));
  }

  public FakeExchange finish(String reason) {
    return chunk(
        choices(
            new JsonObject()
                .put("index", 0)
                .put("delta", new JsonObject())
                .put("finish_reason", reason)));
  }

  public FakeExchange usage(int prompt, int completion) {
    return usage(
        new JsonObject()
            .put("prompt_tokens", prompt)
            .put("completion_tokens", completion)
            .put("total_tokens", prompt + completion));
  }

  public FakeExchange usage(JsonObject usage) {
    return chunk(new JsonObject().put("choices", new JsonArray()).put("usage", usage));
  }

  public FakeExchange chunk(JsonObject chunk) {
    return raw("data: " + chunk.encode() + "\n\n");
  }

  public FakeExchange raw(String bytes) {
    open();
    response.write(bytes);
    return this;
  }

  /// The end mark, and the end.
  public void done() {
    raw("data: [DONE]\n\n").end();
  }

  /// The end without its mark.
  public void end() {
    open();
    response.end();
  }

  /// The connection is gone.
  public void cut() {
    request.connection().close();
  }

  public void refuse(int status, String json, Map<String, String> headers) {
    headers.forEach(response::putHeader);
    response.setStatusCode(status).putHeader("content-type", "application/json").end(json);
  }

  public void answer(int status, String contentType, String text) {
    response.setStatusCode(status).putHeader("content-type", contentType).end(text);
  }

  /// The head of a refusal; [#raw] writes its body.
  public void refuseEndlessly(int status) {
    response.setStatusCode(status).setChunked(true).putHeader("content-type", "text/plain");
    response.writeHead();
  }

  private static JsonObject choices(JsonObject choice) {
    return new JsonObject()
        .put("id", "chatcmpl-1")
        .put("object", "chat.completion.chunk")
        .put("choices", new JsonArray().add(choice));
  }

  private void hungUp() {
    if (!response.ended()) {
      closedByClient.complete(null);
    }
  }
}
