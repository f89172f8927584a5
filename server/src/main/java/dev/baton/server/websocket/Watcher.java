package dev.baton.server.websocket;

import dev.baton.server.http.Places.Place;
import dev.baton.stream.ChatWatch;
import dev.baton.stream.CloseCode;

/// The other end of a sink. Any thread.
interface Watcher {

  /// The client has gone.
  void leave();

  /// Sends the client away.
  void close(CloseCode code, String reason);

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
