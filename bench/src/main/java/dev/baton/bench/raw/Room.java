package dev.baton.bench.raw;

import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Those who hear the same. Any thread.
final class Room {

  private static final String SNAPSHOT =
      "[{\"type\":\"queue_update\",\"queued_messages\":[]},"
          + "{\"type\":\"status\",\"status\":\"waiting\"},"
          + "{\"type\":\"synced\",\"history_version\":1,\"generation_attempt\":0,\"seq\":0}]";

  private final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();

  void add(ServerWebSocket socket) {
    sockets.add(socket);
    socket.writeFinalTextFrame(SNAPSHOT);
  }

  void remove(ServerWebSocket socket) {
    sockets.remove(socket);
  }

  void write(String frame) {
    for (ServerWebSocket socket : sockets) {
      socket.writeFinalTextFrame(frame);
    }
  }

  /// Somebody cannot take more at the moment.
  boolean isFull() {
    for (ServerWebSocket socket : sockets) {
      if (socket.writeQueueFull()) {
        return true;
      }
    }
    return false;
  }
}
