package dev.baton.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.baton.chat.Message;
import dev.baton.chat.QueuedMessage;
import dev.baton.json.MessageJson;
import dev.baton.store.ChatStore;
import dev.baton.store.Edited;
import dev.baton.store.MessagePage;
import dev.baton.store.Sent;
import io.vertx.core.Future;
import java.io.IOException;

/// The messages of a chat, committed and queued.
final class MessageRoutes implements RouteGroup {

  private final ChatStore chats;

  MessageRoutes(ChatStore chats) {
    this.chats = chats;
  }

  @Override
  public void mount(Routes routes) {
    routes.get("/chats/:chat/messages", this::read);
    routes.post("/chats/:chat/messages", this::send);
    routes.patch("/chats/:chat/messages/:message", this::edit);
    routes.patch("/chats/:chat/queue/:queued", this::editQueued);
    routes.delete("/chats/:chat/queue/:queued", this::deleteQueued);
    routes.post("/chats/:chat/queue/:queued/promote", this::promote);
  }

  private Future<Reply> read(Call call) {
    var query = MessageDecoder.query(call.query());
    return chats
        .messages(call.actor(), call.chatId(), query)
        .map(page -> Reply.ok(out -> write(out, page)));
  }

  private Future<Change> send(Call call) {
    var chat = call.chatId();
    return call.decode(MessageDecoder::newMessage)
        .map(message ->
            stores ->
                stores
                    .chats()
                    .send(call.actor(), chat, message)
                    .map(sent -> Reply.ok(out -> write(out, sent))));
  }

  private Future<Reply> edit(Call call) {
    var chat = call.chatId();
    long message = call.messageId();
    return call.decode(ContentDecoder::content)
        .compose(content -> chats.edit(call.actor(), chat, message, content))
        .map(edited -> Reply.ok(out -> write(out, edited)));
  }

  private Future<Reply> editQueued(Call call) {
    var chat = call.chatId();
    long queued = call.queuedId();
    return call.decode(ContentDecoder::content)
        .compose(content -> chats.editQueued(call.actor(), chat, queued, content))
        .map(message -> Reply.ok(out -> MessageJson.write(out, message)));
  }

  private Future<Reply> deleteQueued(Call call) {
    return chats
        .deleteQueued(call.actor(), call.chatId(), call.queuedId())
        .map(_ -> Reply.noContent());
  }

  private Future<Change> promote(Call call) {
    var chat = call.chatId();
    long queued = call.queuedId();
    return Future.succeededFuture(
        stores -> stores.chats().promote(call.actor(), chat, queued).map(_ -> Reply.accepted()));
  }

  private static void write(JsonGenerator out, MessagePage page) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("messages");
    for (Message message : page.messages()) {
      MessageJson.write(out, message);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("queued_messages");
    for (QueuedMessage queued : page.queued()) {
      MessageJson.write(out, queued);
    }
    out.writeEndArray();
    out.writeBooleanField("has_more", page.hasMore());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Sent sent) throws IOException {
    out.writeStartObject();
    switch (sent) {
      case Sent.Committed(var message) -> {
        out.writeBooleanField("queued", false);
        out.writeFieldName("message");
        MessageJson.write(out, message);
      }
      case Sent.Queued(var message) -> {
        out.writeBooleanField("queued", true);
        out.writeFieldName("queued_message");
        MessageJson.write(out, message);
      }
    }
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Edited edited) throws IOException {
    out.writeStartObject();
    out.writeFieldName("message");
    MessageJson.write(out, edited.message());
    out.writeArrayFieldStart("deleted_message_ids");
    for (long id : edited.deletedMessageIds()) {
      out.writeNumber(id);
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
