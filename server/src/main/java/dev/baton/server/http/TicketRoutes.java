package dev.baton.server.http;

import dev.baton.server.auth.Secrets;
import dev.baton.store.AccountStore;
import io.vertx.core.Future;
import java.time.Instant;

/// Tickets for browsers, which cannot send a token along with a WebSocket.
final class TicketRoutes implements RouteGroup {

  private final AccountStore accounts;

  TicketRoutes(AccountStore accounts) {
    this.accounts = accounts;
  }

  @Override
  public void mount(Routes routes) {
    routes.post("/chats/:chat/stream-ticket", this::create);
  }

  private Future<Reply> create(Call call) {
    String secret = Secrets.ticket();
    return accounts
        .addTicket(call.actor(), call.caller().token().id(), call.chatId(), secret)
        .map(expiresAt -> ticket(secret, expiresAt));
  }

  private static Reply ticket(String secret, Instant expiresAt) {
    return Reply.created(out -> {
      out.writeStartObject();
      out.writeStringField("ticket", secret);
      out.writeStringField("expires_at", expiresAt.toString());
      out.writeEndObject();
    });
  }
}
