package dev.baton.server.http;

import dev.baton.chat.ChatMachine;
import dev.baton.chat.Decision;
import dev.baton.server.auth.AuthException;
import dev.baton.store.StoreException;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one switch from what went wrong to what the client is told. What is nobody's fault but ours
/// is logged here, once, under an id that the client is given.
final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static Problem of(Throwable failure) {
    return switch (failure) {
      case Rejection rejection -> rejection.problem();
      case StoreException refusal -> ofStore(refusal);
      case AuthException.Unauthenticated turnedAway ->
          Problem.of(
                  401,
                  turnedAway.getMessage(),
                  "Send `Authorization: Bearer <token>`, or open a sign-in link in this browser.")
              .with("WWW-Authenticate", "Bearer");
      case AuthException.WrongPassword turnedAway ->
          Problem.of(401, turnedAway.getMessage(), "").with("WWW-Authenticate", "Bearer");
      case AuthException.TooManyTries turnedAway -> tooManyTries(turnedAway);
      case AuthException.Busy turnedAway ->
          Problem.unavailable(turnedAway.getMessage(), "Try again in a moment.");
      case AuthException.ForeignOrigin turnedAway ->
          Problem.of(
              403,
              turnedAway.getMessage(),
              "Use a token in the `Authorization` header, or set the public URL if a proxy changes"
                  + " the host.");
      case HttpException http -> ofStatus(http.getStatusCode());
      default -> unexpected(failure);
    };
  }

  /// For what the router and the protocol's decoder find wrong.
  static Problem ofStatus(int status) {
    return switch (status) {
      case 400 -> Problem.badRequest("Bad request.", "The request is not well-formed HTTP.");
      case 404 -> Problem.notFound("Not found.", "There is nothing at this address.");
      case 413 -> Problem.of(413, "The request body is too large.", "");
      case 414 -> Problem.of(414, "The address is too long.", "");
      case 431 -> Problem.of(431, "The request headers are too large.", "");
      default -> Problem.of(status, "The request cannot be served.", "");
    };
  }

  private static Problem ofStore(StoreException refusal) {
    String message = String.valueOf(refusal.getMessage());
    return switch (refusal) {
      case StoreException.NotFound _ -> Problem.notFound(message, "");
      case StoreException.Forbidden _ -> Problem.of(403, message, "");
      case StoreException.Conflict _ -> Problem.of(409, message, "");
      case StoreException.Invalid invalid ->
          Problem.invalid(message, "", List.of(new Problem.Violation(invalid.field(), message)));
      case StoreException.Refused refused -> ofDecision(refused.decision(), message);
      case StoreException.Unavailable trouble -> unavailable(trouble);
    };
  }

  private static Problem tooManyTries(AuthException.TooManyTries turnedAway) {
    long seconds = turnedAway.retryAfter().plusMillis(999).toSeconds();
    return Problem.of(429, turnedAway.getMessage(), "Try again in " + seconds + " seconds.")
        .with("Retry-After", String.valueOf(seconds));
  }

  private static Problem ofDecision(Decision.Refused decision, String message) {
    return switch (decision.reason()) {
      case ABSENT -> Problem.notFound(message, "");
      case ARCHIVED, NOT_ALLOWED, INVALID_STATE -> Problem.of(409, message, "");
      case QUEUE_FULL ->
          Problem.of(
              429,
              message,
              "A chat's queue holds at most " + ChatMachine.QUEUE_LIMIT + " messages.");
    };
  }

  private static Problem unavailable(Throwable trouble) {
    String id = UUID.randomUUID().toString();
    LOG.atWarn().addKeyValue("error_id", id).setCause(trouble).log("request not served for now");
    return Problem.unavailable(
        "The server cannot do this right now.", "Try again in a moment. Error id: " + id);
  }

  private static Problem unexpected(Throwable failure) {
    String id = UUID.randomUUID().toString();
    LOG.atError().addKeyValue("error_id", id).setCause(failure).log("request failed unexpectedly");
    return Problem.of(500, "Something went wrong in the server.", "Error id: " + id);
  }
}
