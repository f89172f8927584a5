package dev.baton.server.http;

import dev.baton.chat.Chat;
import dev.baton.json.ChatJson;
import dev.baton.store.ChatPage;
import dev.baton.store.ChatStore;
import dev.baton.store.Cost;
import io.vertx.core.Future;

/// Chats as a whole.
final class ChatRoutes implements RouteGroup {

  private final ChatStore chats;

  ChatRoutes(ChatStore chats) {
    this.chats = chats;
  }

  @Override
  public void mount(Routes routes) {
    routes.post("/chats", this::create);
    routes.get("/chats", this::list);
    routes.get("/chats/:chat", this::read);
    routes.get("/chats/:chat/cost", this::cost);
    routes.patch("/chats/:chat", this::update);
    routes.delete("/chats/:chat", this::delete);
  }

  private Future<Change> create(Call call) {
    return call.decode(ChatDecoder::newChat)
        .map(
            draft -> stores -> stores.chats().create(call.actor(), draft).map(ChatRoutes::created));
  }

  private Future<Reply> list(Call call) {
    return chats.list(call.actor(), ChatDecoder.query(call.query())).map(ChatRoutes::page);
  }

  private Future<Reply> read(Call call) {
    return chats.chat(call.actor(), call.chatId()).map(ChatRoutes::chat);
  }

  private Future<Reply> cost(Call call) {
    return chats.cost(call.actor(), call.chatId()).map(ChatRoutes::cost);
  }

  private Future<Reply> update(Call call) {
    var chat = call.chatId();
    return call.decode(ChatDecoder::patch)
        .compose(patch -> chats.update(call.actor(), chat, patch))
        .map(_ -> Reply.noContent());
  }

  private Future<Reply> delete(Call call) {
    return chats.delete(call.actor(), call.chatId()).map(_ -> Reply.noContent());
  }

  private static Reply created(Chat chat) {
    return Reply.created(out -> ChatJson.write(out, chat));
  }

  static Reply chat(Chat chat) {
    return Reply.ok(out -> ChatJson.write(out, chat));
  }

  private static Reply cost(Cost cost) {
    return Reply.ok(out -> {
      out.writeStartObject();
      out.writeStringField("chat_id", cost.chatId().toString());
      out.writeNumberField("total_cost_micros", cost.totalMicros());
      out.writeNumberField("request_count", cost.requestCount());
      out.writeNumberField("unpriced_request_count", cost.unpricedRequestCount());
      out.writeEndObject();
    });
  }

  private static Reply page(ChatPage page) {
    return Reply.ok(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("chats");
      for (Chat chat : page.chats()) {
        ChatJson.write(out, chat);
      }
      out.writeEndArray();
      if (page.next().isPresent()) {
        out.writeStringField("next", page.next().get());
      } else {
        out.writeNullField("next");
      }
      out.writeEndObject();
    });
  }
}
