package dev.baton.server.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.server.e2e.Cursor.Episode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A chat as the routes tell it.
///
/// @param chat `GET /chats/{chat}`
/// @param messages all pages of `GET /chats/{chat}/messages`, oldest first
/// @param queue the first page's `queued_messages`
record StoredChat(JsonNode chat, List<Event.Message> messages, List<JsonNode> queue) {

  String status() {
    return chat.path("status").asText();
  }

  /// What is shown otherwise than it is stored, in words.
  Optional<String> difference(StreamView view) {
    return Stream.of(
            difference("messages", messages, view.timeline()),
            difference("queue", queue, view.queue()),
            difference("status", status(), view.status()),
            difference("error", Optional.ofNullable(chat.get("last_error")), view.error()),
            difference("episode", Optional.of(episode()), view.cursor().map(Cursor::episode)),
            leftover(view.preview()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> leftover(Preview preview) {
    return Optional.of("the chat waits, but still shown is " + preview)
        .filter(_ -> status().equals("waiting") && !preview.isEmpty());
  }

  private Episode episode() {
    return new Episode(
        chat.path("history_version").longValue(), chat.path("generation_attempt").longValue());
  }

  private static Optional<String> difference(String what, Object stored, Object shown) {
    return Optional.of(what + " stored: " + stored + ", but shown: " + shown)
        .filter(_ -> !stored.equals(shown));
  }
}
