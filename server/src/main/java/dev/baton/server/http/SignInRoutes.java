package dev.baton.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.server.auth.PasswordSignIn;
import dev.baton.server.auth.Secrets;
import dev.baton.server.auth.SessionCookie;
import dev.baton.store.AccountStore;
import dev.baton.store.Token;
import dev.baton.store.User;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/// The two ways to sign a browser in: a password, and the one-time link. The link is for people, so
/// it answers with a page.
final class SignInRoutes implements RouteGroup {

  private static final String USED_UP =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Baton: link used up</title>
      <h1>This sign-in link is used up</h1>
      <p>A link signs in once, and only for a while. Restart the server, or ask whoever runs it:
      each start prints a new link. With a token you can also use the API without signing in.</p>
      """;

  private final AccountStore accounts;
  private final PasswordSignIn passwords;
  private final SessionCookie cookie;
  private final Duration sessionTtl;
  private final Door door;

  SignInRoutes(
      AccountStore accounts,
      PasswordSignIn passwords,
      SessionCookie cookie,
      Duration sessionTtl,
      Door door) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.cookie = cookie;
    this.sessionTtl = sessionTtl;
    this.door = door;
  }

  @Override
  public void mount(Routes routes) {
    mountLink(routes);
    routes.postByAnyone("/auth/login", this::signIn);
  }

  /// Also where people expect the link.
  void mountLink(Routes routes) {
    routes.open(HttpMethod.GET, "/auth/link", this::redeem);
  }

  private Future<Reply> signIn(HttpServerRequest request, ObjectNode body) {
    return Future.succeededFuture(body)
        .map(UserDecoder::signIn)
        .compose(given -> passwords.signIn(given.email(), given.password()))
        .compose(user -> startSession(user).map(session -> signedIn(request, user, session)));
  }

  private Reply signedIn(HttpServerRequest request, User user, String session) {
    cookie.set(request, session, sessionTtl);
    return Reply.ok(out -> AccountJson.write(out, user));
  }

  private void redeem(RoutingContext context) {
    Future.succeededFuture(context)
        .compose(asked -> accounts.redeemLink(secret(asked)))
        .compose(user ->
            user.map(this::startSession)
                .map(it -> it.map(Optional::of))
                .orElseGet(SignInRoutes::noSession))
        .onSuccess(session -> answer(context, session))
        .onFailure(failure -> door.refuse(context, failure));
  }

  private static String secret(RoutingContext context) {
    var query = new Query(context.queryParams());
    query.finish();
    return query.text("token").orElse("");
  }

  private Future<String> startSession(User user) {
    String secret = Secrets.session();
    return accounts
        .addToken(user, Token.Kind.SESSION, "browser", secret, Optional.of(sessionTtl))
        .map(secret);
  }

  private static Future<Optional<String>> noSession() {
    return Future.succeededFuture(Optional.empty());
  }

  private void answer(RoutingContext context, Optional<String> session) {
    var response = context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (session.isPresent()) {
      cookie.set(context.request(), session.get(), sessionTtl);
      response.setStatusCode(303).putHeader(HttpHeaders.LOCATION, "/").end();
    } else {
      response
          .setStatusCode(410)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
          .end(USED_UP);
    }
  }
}
