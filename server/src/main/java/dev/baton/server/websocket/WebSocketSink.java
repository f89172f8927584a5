package dev.baton.server.websocket;

import dev.baton.store.StreamCursor;
import dev.baton.stream.CloseCode;
import dev.baton.stream.Sink;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;

/// Frames to a WebSocket. The cursor does not travel: clients work it out from the events.
record WebSocketSink(ServerWebSocket socket) implements Sink {

  /// One frame whatever its length: split ones were seen to confuse clients.
  @Override
  public void write(Buffer frame, StreamCursor resume) {
    socket.writeFinalTextFrame(frame.toString(StandardCharsets.UTF_8));
  }

  @Override
  public boolean isFull() {
    try {
      return socket.writeQueueFull();
    } catch (IllegalStateException closed) {
      return true;
    }
  }

  @Override
  public void onDrain(Runnable drained) {
    try {
      socket.drainHandler(_ -> drained.run());
    } catch (IllegalStateException closed) {
      // Then there is nothing to wait for.
    }
  }

  @Override
  public void close(CloseCode code, String reason) {
    socket.close(code.code(), reason);
  }
}
