package dev.baton.server.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.server.e2e.Cursor.Episode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A chat as the routes tell it.
///
/// @param chat `GET /chats/{chat}`
/// @param messages all pages of `GET /chats/{chat}/messages`, oldest first
/// @param queue the first page's `queued_messages`
record StoredChat(JsonNode chat, List<Event.Message> messages, List<JsonNode> queue) {

  String status() {
    return chat.path("status").asText();
  }

  /// @throws Breach if something else is shown
  void compareWith(StreamView view) {
    same("messages", messages, view.timeline());
    same("queue", queue, view.queue());
    same("status", status(), view.status());
    same("error", Optional.ofNullable(chat.get("last_error")), view.error());
    same("episode", Optional.of(episode()), view.cursor().map(Cursor::episode));
    if (status().equals("waiting") && !view.preview().isEmpty()) {
      throw new Breach("a chat that waits still shows " + view.preview());
    }
  }

  private Episode episode() {
    return new Episode(
        chat.path("history_version").longValue(), chat.path("generation_attempt").longValue());
  }

  private static void same(String what, Object stored, Object shown) {
    if (!Objects.equals(stored, shown)) {
      throw new Breach(what + " stored: " + stored + ", but shown: " + shown);
    }
  }
}
