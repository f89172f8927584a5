package dev.baton.server.http;

import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/// The body of one request, held back until somebody wants it. The request's event loop only.
///
/// A body that is too long is not read on. Its sender may not have stopped yet, and closing the
/// connection at once could destroy the answer on its way, so the connection lingers for a moment
/// and throws away what comes.
final class RequestBody {

  private static final Duration LINGER = Duration.ofSeconds(1);

  private final HttpServerRequest request;
  private final int limit;
  private final boolean isThere;
  private final boolean isHeld;

  private RequestBody(HttpServerRequest request, int limit, boolean isThere, boolean isHeld) {
    this.request = request;
    this.limit = limit;
    this.isThere = isThere;
    this.isHeld = isHeld;
    if (isHeld) {
      request.pause();
    }
  }

  /// To be called before anything asynchronous happens, or the body is gone.
  static RequestBody hold(HttpServerRequest request, int limit) {
    boolean isThere = isThere(request);
    return new RequestBody(request, limit, isThere, isThere);
  }

  /// An upgrade wants to see the request's end itself, even where there is no body.
  static RequestBody holdForUpgrade(HttpServerRequest request) {
    return new RequestBody(request, 0, isThere(request), true);
  }

  /// Fails with [Rejection]; without a body the answer is empty.
  Future<Buffer> read() {
    if (!isThere) {
      return Future.succeededFuture(Buffer.buffer());
    }
    if (declaredLength() > limit) {
      return Future.failedFuture(tooLarge());
    }
    String expectation = request.getHeader(HttpHeaders.EXPECT);
    if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
      return Future.failedFuture(Problem.expectationFailed().asRejection());
    }
    if (expectation != null) {
      request.response().writeContinue();
    }
    return collect();
  }

  private Future<Buffer> collect() {
    Promise<Buffer> whole = Promise.promise();
    var body = Buffer.buffer();
    request.exceptionHandler(_ -> whole.tryFail(torn()));
    request.endHandler(_ -> whole.tryComplete(body));
    request.handler(chunk -> {
      if (body.length() + chunk.length() <= limit) {
        body.appendBuffer(chunk);
      } else {
        request.pause();
        whole.tryFail(tooLarge());
      }
    });
    request.resume();
    return whole.future();
  }

  /// Whether the connection can serve no other request after this one: what is left of the body is
  /// more than is worth reading, or nobody knows how much it is.
  boolean isTooMuchToSkip() {
    return isThere && !request.isEnded() && (declaredLength() < 0 || declaredLength() > limit);
  }

  /// Lets go of a body that nobody will read any more. After the answer has been written.
  void skip() {
    if (isHeld && !request.isEnded()) {
      request.handler(_ -> {});
      request.resume();
    }
  }

  void skipAndClose(Scheduler scheduler) {
    if (isThere && !request.isEnded()) {
      request.endHandler(_ -> request.connection().close());
    }
    skip();
    scheduler.after(LINGER, () -> request.connection().close());
  }

  private Rejection tooLarge() {
    return Problem.of(
            413, "The request body is too large.", "At most " + limit + " bytes are read.")
        .asRejection();
  }

  private static Rejection torn() {
    return Problem.badRequest("The request body ended too early or is not well-formed.", "")
        .asRejection();
  }

  private static boolean isThere(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  /// -1 if the sender does not say.
  private long declaredLength() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? -1 : Ids.int64(length).orElse(Long.MAX_VALUE);
  }
}
