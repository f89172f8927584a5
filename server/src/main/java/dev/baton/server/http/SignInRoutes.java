package dev.baton.server.http;

import dev.baton.server.auth.Secrets;
import dev.baton.server.auth.SessionCookie;
import dev.baton.store.AccountStore;
import dev.baton.store.Token;
import dev.baton.store.User;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/// The one-time link: opened in a browser, it signs that browser in. For people, so it answers with
/// a page.
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
  private final SessionCookie cookie;
  private final Duration sessionTtl;
  private final Door door;

  SignInRoutes(AccountStore accounts, SessionCookie cookie, Duration sessionTtl, Door door) {
    this.accounts = accounts;
    this.cookie = cookie;
    this.sessionTtl = sessionTtl;
    this.door = door;
  }

  @Override
  public void mount(Routes routes) {
    routes.open(HttpMethod.GET, "/auth/link", this::redeem);
  }

  private void redeem(RoutingContext context) {
    Future.succeededFuture(context)
        .compose(asked -> accounts.redeemLink(secret(asked)))
        .compose(user -> user.map(this::startSession).orElseGet(SignInRoutes::noSession))
        .onSuccess(session -> answer(context, session))
        .onFailure(failure -> door.refuse(context, failure));
  }

  private static String secret(RoutingContext context) {
    var query = new Query(context.queryParams());
    query.finish();
    return query.text("token").orElse("");
  }

  private Future<Optional<String>> startSession(User user) {
    String secret = Secrets.session();
    return accounts
        .addToken(user, Token.Kind.SESSION, "browser", secret, Optional.of(sessionTtl))
        .map(Optional.of(secret));
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
