package dev.baton.server.http;

import dev.baton.chat.ChatId;
import dev.baton.store.Actor;
import dev.baton.store.ChatStore;
import io.vertx.core.Future;
import java.util.function.Function;

/// What people do to a chat's turn.
final class TurnRoutes implements RouteGroup {

  @Override
  public void mount(Routes routes) {
    routes.post("/chats/:chat/interrupt", this::interrupt);
    routes.post("/chats/:chat/retry", this::retry);
    routes.post("/chats/:chat/compact", this::compact);
    routes.post("/chats/:chat/clear", this::clear);
    routes.post("/chats/:chat/tool-results", this::submitToolResults);
    routes.post("/chats/:chat/reconcile", this::reconcile);
  }

  private Future<Change> interrupt(Call call) {
    return of(call, ChatStore::interrupt, ChatRoutes::chat);
  }

  private Future<Change> retry(Call call) {
    return of(call, ChatStore::retry, _ -> Reply.accepted());
  }

  private Future<Change> compact(Call call) {
    return of(call, ChatStore::compact, _ -> Reply.accepted());
  }

  private Future<Change> clear(Call call) {
    return of(call, ChatStore::clear, _ -> Reply.noContent());
  }

  private Future<Change> submitToolResults(Call call) {
    var chat = call.chatId();
    return call.decode(MessageDecoder::toolAnswers)
        .map(answers ->
            stores ->
                stores
                    .chats()
                    .submitToolResults(call.actor(), chat, answers)
                    .map(_ -> Reply.noContent()));
  }

  private Future<Change> reconcile(Call call) {
    return of(call, ChatStore::reconcile, ChatRoutes::chat);
  }

  /// A move that needs to know nothing but its chat.
  @FunctionalInterface
  private interface Move<T> {
    Future<T> make(ChatStore chats, Actor actor, ChatId chat);
  }

  private static <T> Future<Change> of(Call call, Move<T> move, Function<T, Reply> reply) {
    var chat = call.chatId();
    return Future.succeededFuture(
        stores -> move.make(stores.chats(), call.actor(), chat).map(reply));
  }
}
