package dev.baton.server.http;

import dev.baton.server.auth.Authenticator;
import dev.baton.server.auth.Caller;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Function;

/// What every request of the API passes, in this order: is the product part switched on, is this
/// replica still taking such requests, who is asking, is the request of the form that the contract
/// wants; only then is a body read. And what every failure passes on its way out.
final class Door {

  /// How long a store may take for one answer.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final HttpSettings settings;
  private final Authenticator authenticator;
  private final Scheduler scheduler;
  private volatile boolean draining;

  Door(HttpSettings settings, Authenticator authenticator, Scheduler scheduler) {
    this.settings = settings;
    this.authenticator = authenticator;
    this.scheduler = scheduler;
  }

  void drain(boolean on) {
    draining = on;
  }

  boolean isDraining() {
    return draining;
  }

  void serve(
      RoutingContext context, Precondition precondition, RequestForm form, Endpoint endpoint) {
    var body = RequestBody.hold(context.request(), settings.maxBodyBytes());
    admit(context, precondition, isWrite(context.request()), authenticator::authenticate)
        .map(caller -> form.admit(context, caller))
        .compose(caller -> body.read().map(bytes -> new Call(context, caller, bytes, form)))
        .compose(call -> inTime(endpoint.handle(call)))
        .onComplete(
            reply -> reply.send(context.response()), failure -> refuse(context, body, failure));
  }

  void upgrade(
      RoutingContext context,
      Precondition precondition,
      RequestForm form,
      SocketEndpoint endpoint) {
    var body = RequestBody.holdForUpgrade(context.request());
    admit(context, precondition, true, authenticator::authenticateUpgrade)
        .map(caller -> form.admit(context, caller))
        .map(caller -> new Call(context, caller, Buffer.buffer(), form))
        .compose(call -> inTime(endpoint.prepare(call)))
        .compose(SocketEndpoint.Opening::begin)
        .onFailure(failure -> refuse(context, body, failure));
  }

  private Future<Caller> admit(
      RoutingContext context,
      Precondition precondition,
      boolean isWrite,
      Function<HttpServerRequest, Future<Caller>> whoAsks) {
    return Future.succeededFuture(context.request())
        .compose(asked -> {
          precondition.check(settings);
          if (draining && isWrite) {
            throw restarting();
          }
          return inTime(whoAsks.apply(asked));
        });
  }

  /// Nobody waits for ever: a database that is reachable and silent fails nothing by itself.
  private <T> Future<T> inTime(Future<T> answer) {
    Promise<T> inTime = Promise.promise();
    var limit = scheduler.after(PATIENCE, () -> inTime.tryFail(tooSlow()));
    answer.onComplete(inTime::tryComplete, inTime::tryFail);
    return inTime.future().onComplete(_ -> limit.cancel());
  }

  /// For what fails before or beside an endpoint, too.
  void refuse(RoutingContext context, Throwable failure) {
    refuse(context, RequestBody.hold(context.request(), settings.maxBodyBytes()), failure);
  }

  private void refuse(RoutingContext context, RequestBody body, Throwable failure) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    Problem problem = Problems.of(failure);
    problem.headers().forEach(response::putHeader);
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    boolean closing = body.isTooMuchToSkip();
    if (closing) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
    var sent = response.end(problem.json());
    if (closing) {
      sent.onComplete(_ -> body.skipAndClose(scheduler));
    } else {
      body.skip();
    }
  }

  private static boolean isWrite(HttpServerRequest request) {
    return !request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD);
  }

  private static Rejection tooSlow() {
    return Problem.unavailable(
            "The server took too long.",
            "What was asked may still happen: look before you ask again.")
        .asRejection();
  }

  private static Rejection restarting() {
    return Problem.unavailable(
            "This replica is restarting.", "Send it again: another replica will take it.")
        .asRejection();
  }

  /// What must hold before anybody is asked who they are.
  @FunctionalInterface
  interface Precondition {
    /// Throws [Rejection] if it does not hold.
    void check(HttpSettings settings);
  }
}
