package dev.baton.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.chat.ChatId;
import dev.baton.server.auth.Authenticator;
import dev.baton.server.auth.Caller;
import dev.baton.server.http.Places.Place;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// What every request of the API passes, in this order: is the product part switched on, is this
/// replica still taking such requests, who is asking, is the request of the form that the contract
/// wants; only then is a body read. And what every failure passes on its way out.
final class Door {

  /// How long a store may take for one answer.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int MOST_BYTES_OF_STRANGERS = 16 * 1024;

  private final HttpSettings settings;
  private final Authenticator authenticator;
  private final Scheduler scheduler;
  private final Places places;
  private volatile boolean draining;

  Door(HttpSettings settings, Authenticator authenticator, Scheduler scheduler) {
    this.settings = settings;
    this.authenticator = authenticator;
    this.scheduler = scheduler;
    this.places = new Places(settings.limits().requests(), settings.limits().requestsPerUser());
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
    inPlace(place ->
            admit(context, precondition, isWrite(context.request()), authenticator::authenticate)
                .map(caller -> seated(caller, place))
                .map(caller -> form.admit(context, caller))
                .compose(caller -> body.read().map(bytes -> new Call(context, caller, bytes, form)))
                .compose(call -> inTime(endpoint.handle(call))))
        .onComplete(
            reply -> reply.send(context.response()), failure -> refuse(context, body, failure));
  }

  /// For whoever is about to sign in. No user's limit holds them, so their bodies must come in
  /// time: else a few who never end one would take all places.
  void serveAnyone(RoutingContext context, RequestForm form, OpenEndpoint endpoint) {
    var body = RequestBody.hold(context.request(), MOST_BYTES_OF_STRANGERS);
    inPlace(
            _ -> {
              authenticator.requireOwnPage(context.request());
              return scheduler
                  .within(PATIENCE, body.read(), Door::tooLate)
                  .map(StrictJson::object)
                  .map(form::requireBody)
                  .compose(object -> inTime(endpoint.handle(context.request(), object)));
            })
        .onComplete(
            reply -> reply.send(context.response()), failure -> refuse(context, body, failure));
  }

  void upgrade(
      RoutingContext context,
      Precondition precondition,
      RequestForm form,
      SocketEndpoint endpoint) {
    var body = RequestBody.holdForUpgrade(context.request());
    var chat = Optional.ofNullable(context.pathParam("chat")).flatMap(Ids::uuid).map(ChatId::new);
    inPlace(place ->
            admit(
                    context,
                    precondition,
                    true,
                    asked -> authenticator.authenticateUpgrade(asked, chat))
                .map(caller -> seated(caller, place))
                .map(caller -> form.admit(context, caller))
                .map(caller -> new Call(context, caller, Buffer.buffer(), form))
                .compose(call -> inTime(endpoint.prepare(call))))
        .compose(SocketEndpoint.Opening::begin)
        .onFailure(failure -> refuse(context, body, failure));
  }

  /// Whatever a request waits for, it waits for in its place.
  private <T> Future<T> inPlace(Function<Place, Future<T>> work) {
    return places
        .take()
        .map(place -> Future.succeededFuture(place).compose(work).onComplete(_ -> place.leave()))
        .orElseGet(() -> Future.failedFuture(overloaded()));
  }

  private Caller seated(Caller caller, Place place) {
    if (!place.give(caller.actor().id())) {
      throw tooMany();
    }
    return caller;
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
    return scheduler.within(PATIENCE, answer, Door::tooSlow);
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

  private static Rejection tooLate() {
    return Problem.of(408, "The request body took too long.", "Send it again, all at once.")
        .asRejection();
  }

  private static Rejection overloaded() {
    return Problem.unavailable(
            "This replica has as much to do as it can take.",
            "Nothing was changed. Send it again after a pause.")
        .asRejection();
  }

  private Rejection tooMany() {
    return Problem.of(
            429,
            "You have too many requests in flight.",
            "At most %d of one user are taken on at once: wait for their answers."
                .formatted(settings.limits().requestsPerUser()))
        .with("Retry-After", "1")
        .asRejection();
  }

  private static Rejection restarting() {
    return Problem.unavailable(
            "This replica is restarting.", "Send it again: another replica will take it.")
        .asRejection();
  }

  /// Answers somebody who is not signed in.
  @FunctionalInterface
  interface OpenEndpoint {
    Future<Reply> handle(HttpServerRequest request, ObjectNode body);
  }

  /// What must hold before anybody is asked who they are.
  @FunctionalInterface
  interface Precondition {
    /// Throws [Rejection] if it does not hold.
    void check(HttpSettings settings);
  }
}
