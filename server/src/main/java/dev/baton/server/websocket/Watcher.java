package dev.baton.server.websocket;

import dev.baton.chat.ChatId;
import dev.baton.server.http.Places.Place;
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

  /// The same, in a place that is free again when the client has gone.
  default Watcher in(Place place) {
    var self = this;
    return new Watcher() {
      @Override
      public void leave() {
        place.leave();
        self.leave();
      }

      @Override
      public Optional<ChatId> chat() {
        return self.chat();
      }

      @Override
      public void close(CloseCode code, String reason) {
        self.close(code, reason);
      }
    };
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
