package dev.baton.server.http;

import dev.baton.server.auth.Authenticator;
import dev.baton.server.auth.Secrets;
import dev.baton.server.auth.SessionCookie;
import dev.baton.server.http.TokenDecoder.TokenDraft;
import dev.baton.store.AccountStore;
import dev.baton.store.Token;
import dev.baton.store.User;
import io.vertx.core.Future;
import java.util.List;

/// What users see and do of their own account.
final class AccountRoutes implements RouteGroup {

  private final AccountStore accounts;
  private final Authenticator authenticator;
  private final SessionCookie cookie;

  AccountRoutes(AccountStore accounts, Authenticator authenticator, SessionCookie cookie) {
    this.accounts = accounts;
    this.authenticator = authenticator;
    this.cookie = cookie;
  }

  @Override
  public void mount(Routes routes) {
    routes.get("/users/me", this::me);
    routes.postUnkeyed("/auth/logout", this::signOut);
    routes.get("/tokens", this::list);
    routes.post("/tokens", this::create);
    routes.delete("/tokens/:token", this::delete);
  }

  private Future<Reply> me(Call call) {
    return accounts.user(call.actor()).map(user -> Reply.ok(out -> AccountJson.write(out, user)));
  }

  /// Ends the session. A program's token is not the browser's to end.
  private Future<Reply> signOut(Call call) {
    Token token = call.caller().token();
    Future<Void> ended =
        token.kind() == Token.Kind.SESSION
            ? accounts.deleteToken(call.actor(), token.id())
            : Future.succeededFuture();
    return ended.map(_ -> {
      authenticator.forget(call.caller().credential());
      cookie.clear(call.request());
      return Reply.noContent();
    });
  }

  private Future<Reply> list(Call call) {
    return accounts.tokens(call.actor()).map(AccountRoutes::all);
  }

  private Future<Change> create(Call call) {
    return call.decode(TokenDecoder::draft)
        .map(draft -> stores -> create(stores.accounts(), call.caller().user(), draft));
  }

  private static Future<Reply> create(AccountStore accounts, User user, TokenDraft draft) {
    String secret = Secrets.apiToken();
    return accounts
        .addToken(user, Token.Kind.API, draft.name(), secret, draft.validFor())
        .map(token -> Reply.created(out -> AccountJson.write(out, token, secret)).asSecret());
  }

  private Future<Reply> delete(Call call) {
    return accounts
        .deleteToken(call.actor(), call.uuid("token", "Invalid token ID."))
        .map(_ -> {
          authenticator.forgetAll();
          return Reply.noContent();
        });
  }

  private static Reply all(List<Token> tokens) {
    return Reply.ok(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("tokens");
      for (Token token : tokens) {
        AccountJson.write(out, token);
      }
      out.writeEndArray();
      out.writeEndObject();
    });
  }
}
