package dev.baton.stream;

import dev.baton.store.StreamCursor;
import io.vertx.core.buffer.Buffer;

/// Where a stream's frames go: a WebSocket, or a response of server-sent events. Called from the
/// context of the chat's feed, which need not be the socket's own. Must neither block nor throw;
/// after a close, from either side, everything is ignored.
public interface Sink {

  /// Sends one text frame, also when [#isFull]. The buffer is shared with other sockets: it must
  /// not be changed.
  ///
  /// @param resume where a client stands that received the frame, for transports that carry it;
  ///   [StreamCursor.Beginning] voids what the client may have kept
  void write(Buffer frame, StreamCursor resume);

  /// Whether the socket has more to send than it should. Nothing is queued for it then.
  boolean isFull();

  /// Sets what to call, on any thread, each time a full socket can take more.
  void onDrain(Runnable drained);

  void close(CloseCode code, String reason);
}
