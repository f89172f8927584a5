package dev.baton.server.auth;

import dev.baton.chat.ChatId;
import dev.baton.store.AccountStore;
import dev.baton.store.AccountStore.Authenticated;
import dev.baton.store.Token;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the user behind a request. Any thread; futures complete on the caller's context.
public final class Authenticator {

  private static final long TRUSTED_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int SWEEP_AT = 10_000;

  private record Known(Authenticated who, long askedAt) {}

  private final AccountStore accounts;
  private final SameOrigin sameOrigin;
  private final Scheduler scheduler;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  public Authenticator(AccountStore accounts, SameOrigin sameOrigin, Scheduler scheduler) {
    this.accounts = accounts;
    this.sameOrigin = sameOrigin;
    this.scheduler = scheduler;
  }

  /// For a request that is answered and done with.
  ///
  /// @return fails with [AuthException] if the request is to be turned away
  public Future<Caller> authenticate(HttpServerRequest request) {
    return authenticate(request, isReading(request.method()));
  }

  /// For a request that becomes a stream, which a page of any site may ask for. A ticket counts
  /// before all else, and only for its chat.
  ///
  /// @param chat the one to be streamed; empty for a list of chats
  /// @return fails with [AuthException] if the request is to be turned away
  public Future<Caller> authenticateUpgrade(HttpServerRequest request, Optional<ChatId> chat) {
    return Credential.ticket(request)
        .map(ticket -> redeem(ticket, chat))
        .orElseGet(() -> authenticate(request, false));
  }

  /// Turns away what another site's page asks for, where nobody is signed in yet.
  ///
  /// @throws AuthException.ForeignOrigin if it does
  public void requireOwnPage(HttpServerRequest request) {
    if (!sameOrigin.holds(request)) {
      throw new AuthException.ForeignOrigin();
    }
  }

  /// Forgets a credential that was withdrawn here, so that it ends at once on this replica.
  public void forget(Credential credential) {
    known.remove(Secrets.digest(credential.secret()));
  }

  /// Forgets everybody: which secret a withdrawn token had is not known.
  public void forgetAll() {
    known.clear();
  }

  private Future<Caller> authenticate(HttpServerRequest request, boolean fromAnyOrigin) {
    return Credential.of(request)
        .map(credential ->
            credential instanceof Credential.Session && !fromAnyOrigin && !sameOrigin.holds(request)
                ? Future.<Caller>failedFuture(new AuthException.ForeignOrigin())
                : caller(credential))
        .orElseGet(() -> Future.failedFuture(new AuthException.Unauthenticated()));
  }

  private Future<Caller> redeem(Credential.Ticket ticket, Optional<ChatId> chat) {
    return chat.map(id -> accounts.redeemTicket(ticket.secret(), id))
        .orElse(Future.succeededFuture(Optional.empty()))
        .map(found -> caller(ticket, found));
  }

  private Future<Caller> caller(Credential credential) {
    return lookUp(credential).map(found -> caller(credential, found));
  }

  private static Caller caller(Credential credential, Optional<Authenticated> found) {
    return found
        .map(who -> new Caller(who.user(), who.token(), credential))
        .orElseThrow(AuthException.Unauthenticated::new);
  }

  Future<Optional<Authenticated>> lookUp(Credential credential) {
    String digest = Secrets.digest(credential.secret());
    Known held = known.get(digest);
    if (held != null && scheduler.nanoTime() - held.askedAt() < TRUSTED_NANOS) {
      return Future.succeededFuture(Optional.of(held.who()));
    }
    long askedAt = scheduler.nanoTime();
    return accounts
        .authenticate(credential.secret())
        .map(found -> found.filter(Authenticator::letsIn))
        .onSuccess(found -> remember(digest, askedAt, found));
  }

  private void remember(String digest, long askedAt, Optional<Authenticated> found) {
    if (found.isEmpty()) {
      known.remove(digest);
      return;
    }
    if (known.size() >= SWEEP_AT) {
      known.values().removeIf(each -> askedAt - each.askedAt() >= TRUSTED_NANOS);
    }
    known.put(digest, new Known(found.get(), askedAt));
  }

  private static boolean letsIn(Authenticated who) {
    return who.token().kind() != Token.Kind.LINK && !who.user().suspended();
  }

  private static boolean isReading(HttpMethod method) {
    return method.equals(HttpMethod.GET)
        || method.equals(HttpMethod.HEAD)
        || method.equals(HttpMethod.OPTIONS);
  }
}
