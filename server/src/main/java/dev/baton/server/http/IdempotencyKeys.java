package dev.baton.server.http;

import dev.baton.server.auth.Caller;
import dev.baton.store.Idempotency;
import dev.baton.store.Idempotency.Answer;
import dev.baton.store.Idempotency.Outcome;
import dev.baton.store.Scope;
import dev.baton.store.Stores;
import dev.baton.store.Token;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The header `Idempotency-Key`: a change that is asked for under a key is made once, and whoever
/// asks again hears the first answer. A key counts for its user, method and path; with a token that
/// has less than all scopes, or an end, for that token.
final class IdempotencyKeys {

  static final String HEADER = "Idempotency-Key";
  static final String REPLAYED = "Idempotent-Replayed";

  /// What can be seen and typed, as a UUID can.
  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

  private final Stores stores;
  private final Idempotency idempotency;

  /// @param stores for changes that are asked for without a key
  IdempotencyKeys(Stores stores, Idempotency idempotency) {
    this.stores = stores;
    this.idempotency = idempotency;
  }

  /// Prepares the change, and makes it.
  Future<Reply> answer(Call call, ChangeEndpoint endpoint) {
    return key(call).compose(key -> answer(call, endpoint, key));
  }

  /// The same, but looks first whether there is anything left to prepare.
  Future<Reply> answerUnlessKnown(Call call, ChangeEndpoint endpoint) {
    return key(call)
        .compose(key ->
            earlier(key)
                .compose(earlier ->
                    earlier
                        .map(outcome -> Future.succeededFuture(reply(outcome)))
                        .orElseGet(() -> answer(call, endpoint, key))));
  }

  private Future<Reply> answer(Call call, ChangeEndpoint endpoint, Optional<Idempotency.Key> key) {
    return endpoint.prepare(call).compose(change -> make(change, key));
  }

  private Future<Reply> make(Change change, Optional<Idempotency.Key> key) {
    return key.map(known ->
            idempotency
                .once(known, bound -> change.make(bound).map(IdempotencyKeys::answer))
                .map(IdempotencyKeys::reply))
        .orElseGet(() -> change.make(stores));
  }

  private Future<Optional<Outcome>> earlier(Optional<Idempotency.Key> key) {
    return key.map(idempotency::earlier).orElse(Future.succeededFuture(Optional.empty()));
  }

  private static Future<Optional<Idempotency.Key>> key(Call call) {
    List<String> sent = call.request().headers().getAll(HEADER);
    if (sent.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    if (sent.size() > 1 || !KEY.matcher(sent.getFirst()).matches()) {
      throw unusable();
    }
    String route = call.request().method() + " " + call.request().uri() + keeper(call.caller());
    return call.bodySha256()
        .map(body ->
            Optional.of(new Idempotency.Key(call.actor().id(), route, sent.getFirst(), body)));
  }

  /// A user's full credentials share their keys. Answers are repeated without asking the stores,
  /// who would refuse, so a credential from which something was taken away has keys of its own.
  private static String keeper(Caller caller) {
    var token = caller.token();
    boolean isLimited =
        !token.scopes().contains(Scope.ALL)
            || (token.kind() == Token.Kind.API && token.expiresAt().isPresent());
    return isLimited ? " by " + token.id() : "";
  }

  private static Answer answer(Reply reply) {
    return new Answer(reply.status(), reply.json(), reply.isSecret());
  }

  private static Reply reply(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Made(var answer) -> reply(answer);
      case Outcome.Repeated(var answer) -> reply(answer).with(REPLAYED, "true");
      case Outcome.Withheld _ -> throw withheld();
      case Outcome.UnderWay _ -> throw underWay();
      case Outcome.UsedOtherwise _ -> throw usedOtherwise();
    };
  }

  private static Reply reply(Answer answer) {
    var reply = new Reply(answer.status(), answer.json());
    return answer.isSecret() ? reply.asSecret() : reply;
  }

  private static Rejection unusable() {
    return Problem.badRequest(
            "Invalid Idempotency-Key.",
            "Send one key of 1 to 255 visible ASCII characters, a new UUID for example.")
        .asRejection();
  }

  private static Rejection underWay() {
    return Problem.of(
            409,
            "A request with this Idempotency-Key is still in flight.",
            "Send it again in a moment for its answer.")
        .with("Retry-After", "1")
        .asRejection();
  }

  private static Rejection usedOtherwise() {
    return Problem.of(
            422,
            "This Idempotency-Key was used for another body.",
            "Send the same body as before, or choose a new key.")
        .asRejection();
  }

  private static Rejection withheld() {
    return Problem.of(
            409,
            "This was done, and its answer cannot be given again: it held a secret.",
            "If you did not get it, delete what was made and make it anew under a new key.")
        .asRejection();
  }
}
