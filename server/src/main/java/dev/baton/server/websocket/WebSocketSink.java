package dev.baton.server.websocket;

import dev.baton.store.StreamCursor;
import dev.baton.stream.CloseCode;
import dev.baton.stream.Sink;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.internal.buffer.BufferInternal;

/// Frames to a WebSocket. The cursor does not travel: clients work it out from the events.
record WebSocketSink(ServerWebSocket socket) implements Sink {

  /// One frame whatever its length: split ones were seen to confuse clients.
  ///
  /// All sockets of a chat share the bytes. What Vert.x offers for text takes a string, which would
  /// be decoded and encoded again for each socket, so the frame is made here.
  @Override
  public void write(Buffer frame, StreamCursor resume) {
    var bytes = ((BufferInternal) frame).getByteBuf();
    socket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, bytes, true));
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
