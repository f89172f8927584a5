package dev.baton.server.websocket;

import dev.baton.stream.ChatWatch;
import dev.baton.stream.CloseCode;

/// The other end of a sink. Any thread.
interface Watcher {

  /// The client has gone.
  void leave();

  /// Sends the client away.
  void close(CloseCode code, String reason);

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
