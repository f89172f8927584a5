package dev.baton.server.websocket;

import dev.baton.chat.ChatId;
import dev.baton.stream.ChatWatch;
import dev.baton.stream.CloseCode;
import java.util.Optional;

/// The other end of a sink. Any thread.
interface Watcher {

  /// The client has gone.
  void leave();

  /// Sends the client away.
  void close(CloseCode code, String reason);

  /// The chat that is shown; empty for a list of chats.
  default Optional<ChatId> chat() {
    return Optional.empty();
  }

  static Watcher of(ChatWatch watch) {
    return new Watcher() {
      @Override
      public void leave() {
        watch.leave();
      }

      @Override
      public void close(CloseCode code, String reason) {
        watch.close(code, reason);
      }
    };
  }
}
