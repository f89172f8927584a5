package dev.baton.server.http;

import dev.baton.store.ChatStore;
import io.vertx.core.Future;

/// What people do to a chat's turn.
final class TurnRoutes implements RouteGroup {

  private final ChatStore chats;

  TurnRoutes(ChatStore chats) {
    this.chats = chats;
  }

  @Override
  public void mount(Routes routes) {
    routes.post("/chats/:chat/interrupt", this::interrupt);
    routes.post("/chats/:chat/retry", this::retry);
    routes.post("/chats/:chat/compact", this::compact);
    routes.post("/chats/:chat/clear", this::clear);
    routes.post("/chats/:chat/tool-results", this::submitToolResults);
    routes.post("/chats/:chat/reconcile", this::reconcile);
  }

  private Future<Reply> interrupt(Call call) {
    return chats.interrupt(call.actor(), call.chatId()).map(ChatRoutes::chat);
  }

  private Future<Reply> retry(Call call) {
    return chats.retry(call.actor(), call.chatId()).map(_ -> Reply.accepted());
  }

  private Future<Reply> compact(Call call) {
    return chats.compact(call.actor(), call.chatId()).map(_ -> Reply.accepted());
  }

  private Future<Reply> clear(Call call) {
    return chats.clear(call.actor(), call.chatId()).map(_ -> Reply.noContent());
  }

  private Future<Reply> submitToolResults(Call call) {
    var chat = call.chatId();
    return call.decode(MessageDecoder::toolAnswers)
        .compose(answers -> chats.submitToolResults(call.actor(), chat, answers))
        .map(_ -> Reply.noContent());
  }

  private Future<Reply> reconcile(Call call) {
    return chats.reconcile(call.actor(), call.chatId()).map(ChatRoutes::chat);
  }
}
