package dev.baton.server.e2e;

import io.vertx.core.Future;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketConnectOptions;

/// A socket that the server writes to. The listener is called on one event loop, in order.
final class StreamSocket {

  /// The close code of a connection that broke.
  static final int BROKEN = 1006;

  interface Listener {

    void onFrame(String text);

    /// The end, once.
    ///
    /// @param code of WebSocket, or [#BROKEN]
    void onClose(int code, String reason);
  }

  private final ClientWebSocket socket;

  private StreamSocket(ClientWebSocket socket) {
    this.socket = socket;
  }

  static Future<StreamSocket> open(
      ClientWebSocket socket, WebSocketConnectOptions options, Listener listener) {
    socket
        .textMessageHandler(listener::onFrame)
        .binaryMessageHandler(_ -> listener.onFrame("(a binary frame)"))
        .exceptionHandler(_ -> {})
        .closeHandler(_ -> listener.onClose(code(socket), reason(socket)));
    return socket.connect(options).map(_ -> new StreamSocket(socket));
  }

  /// Leaves, as a page that is closed does.
  void close() {
    socket.close();
  }

  /// What a client must not do.
  void write(String text) {
    socket.writeTextMessage(text);
  }

  /// Takes nothing more off the wire until [#resume].
  void pause() {
    socket.pause();
  }

  void resume() {
    socket.resume();
  }

  private static int code(ClientWebSocket socket) {
    var code = socket.closeStatusCode();
    return code == null ? BROKEN : code;
  }

  private static String reason(ClientWebSocket socket) {
    var reason = socket.closeReason();
    return reason == null ? "" : reason;
  }
}
