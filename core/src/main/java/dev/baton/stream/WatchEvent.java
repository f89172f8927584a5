package dev.baton.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.baton.chat.Chat;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.json.ChatJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a watcher of a list of chats is told.
sealed interface WatchEvent {

  /// The newest chats, as they are.
  record Snapshot(List<Chat> chats) implements WatchEvent {}

  /// The snapshot is complete; what follows are changes.
  record Synced() implements WatchEvent {}

  record Changed(Kind kind, Chat chat) implements WatchEvent {}

  record Deleted(ChatId chat) implements WatchEvent {}

  enum Kind {
    CREATED,
    UPDATED,
    STATUS_CHANGE,
    TITLE_CHANGE,
    ACTION_REQUIRED;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How a chat's row differs from what was told of it last, if it does in anything that is shown.
  ///
  /// @param before empty if nothing was told of it
  static Optional<WatchEvent> between(Optional<ShownChat> before, Chat now, boolean created) {
    if (before.isEmpty()) {
      return Optional.of(new Changed(created ? Kind.CREATED : Kind.UPDATED, now));
    }
    var shown = before.get();
    if (shown.equals(ShownChat.of(now))) {
      return Optional.empty();
    }
    if (shown.status() != now.status()) {
      boolean asks = now.status() == ChatStatus.REQUIRES_ACTION;
      return Optional.of(new Changed(asks ? Kind.ACTION_REQUIRED : Kind.STATUS_CHANGE, now));
    }
    boolean retitled = !shown.title().equals(now.title());
    return Optional.of(new Changed(retitled ? Kind.TITLE_CHANGE : Kind.UPDATED, now));
  }

  default Buffer encode() {
    return EventEncoder.write(this::write);
  }

  private void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    switch (this) {
      case Snapshot(var chats) -> {
        out.writeStringField("kind", "snapshot");
        out.writeArrayFieldStart("chats");
        for (Chat chat : chats) {
          ChatJson.write(out, chat);
        }
        out.writeEndArray();
      }
      case Synced() -> out.writeStringField("kind", "synced");
      case Changed(var kind, var chat) -> {
        out.writeStringField("kind", kind.wireName());
        out.writeFieldName("chat");
        ChatJson.write(out, chat);
      }
      case Deleted(var chat) -> {
        out.writeStringField("kind", "deleted");
        out.writeObjectFieldStart("chat");
        out.writeStringField("id", chat.toString());
        out.writeEndObject();
      }
    }
    out.writeEndObject();
  }
}
