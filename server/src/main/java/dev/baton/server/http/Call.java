package dev.baton.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.chat.ChatId;
import dev.baton.server.auth.Caller;
import dev.baton.store.Actor;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Function;

/// One request of a known caller, with its body read. What is wrong with it is thrown as
/// [Rejection].
public final class Call {

  /// Longer bodies are parsed off the event loop, which they would hold for milliseconds.
  private static final int SHORT_BODY_BYTES = 128 * 1024;

  private final RoutingContext context;
  private final Caller caller;
  private final Buffer body;
  private final RequestForm form;

  Call(RoutingContext context, Caller caller, Buffer body, RequestForm form) {
    this.context = context;
    this.caller = caller;
    this.body = body;
    this.form = form;
  }

  public Caller caller() {
    return caller;
  }

  public Actor actor() {
    return caller.actor();
  }

  public HttpServerRequest request() {
    return context.request();
  }

  /// Looks at the body as it came.
  <T> Future<T> examine(Function<Buffer, T> look) {
    return body.length() <= SHORT_BODY_BYTES
        ? Future.succeededFuture(body).map(look)
        : context.vertx().executeBlocking(() -> look.apply(body), false);
  }

  public Query query() {
    return new Query(context.queryParams());
  }

  public ChatId chatId() {
    return new ChatId(uuid("chat", "Invalid chat ID."));
  }

  long messageId() {
    return int64("message", "Invalid chat message ID.");
  }

  long queuedId() {
    return int64("queued", "Invalid queued message ID.");
  }

  UUID uuid(String parameter, String message) {
    String text = context.pathParam(parameter);
    return Ids.uuid(text)
        .orElseThrow(
            () -> misspelt(message, "\"" + text + "\": invalid syntax, a UUID is expected."));
  }

  private long int64(String parameter, String message) {
    String text = context.pathParam(parameter);
    return Ids.int64(text)
        .orElseThrow(
            () -> misspelt(message, "\"" + text + "\": invalid syntax, an int64 is expected."));
  }

  private static Rejection misspelt(String message, String detail) {
    return Problem.badRequest(message, detail).asRejection();
  }

  /// Of the body, byte for byte, in hexadecimal digits.
  Future<String> bodySha256() {
    return examine(Call::sha256);
  }

  private static String sha256(Buffer body) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// Reads the body's JSON object, holds it against the contract, then reads what it means.
  <T> Future<T> decode(Function<ObjectNode, T> decoder) {
    return examine(bytes -> decoder.apply(form.requireBody(StrictJson.object(bytes))));
  }
}
