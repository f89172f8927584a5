package dev.baton.server.http;

import dev.baton.server.auth.Secrets;
import io.vertx.core.Future;
import java.time.Instant;

/// Tickets for browsers, which cannot send a token along with a WebSocket.
final class TicketRoutes implements RouteGroup {

  @Override
  public void mount(Routes routes) {
    routes.post("/chats/:chat/stream-ticket", TicketRoutes::create);
  }

  private static Future<Change> create(Call call) {
    var chat = call.chatId();
    String secret = Secrets.ticket();
    return Future.succeededFuture(stores ->
        stores
            .accounts()
            .addTicket(call.actor(), call.caller().token().id(), chat, secret)
            .map(expiresAt -> ticket(secret, expiresAt).asSecret()));
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
