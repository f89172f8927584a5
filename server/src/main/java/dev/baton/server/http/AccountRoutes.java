package dev.baton.server.http;

import dev.baton.server.auth.Authenticator;
import dev.baton.server.auth.Caller;
import dev.baton.server.auth.Secrets;
import dev.baton.server.auth.SessionCookie;
import dev.baton.store.AccountStore;
import dev.baton.store.AccountStore.TokenDraft;
import dev.baton.store.Token;
import io.vertx.core.Future;
import java.util.List;

/// What users do about their own credentials.
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
    routes.get("/tokens", this::list);
    routes.post("/tokens", this::create);
    routes.delete("/tokens/:token", this::delete);
    routes.postUnkeyed("/auth/logout", this::signOut);
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
        .map(draft -> stores -> create(stores.accounts(), call.caller(), draft));
  }

  private static Future<Reply> create(AccountStore accounts, Caller caller, TokenDraft draft) {
    String secret = Secrets.apiToken();
    return accounts
        .createToken(caller.actor(), caller.token().id(), draft, secret)
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
