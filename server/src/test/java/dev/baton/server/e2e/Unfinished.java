package dev.baton.server.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A request in work for as long as it is open: its body never comes. One thread.
final class Unfinished implements AutoCloseable {

  private static final String HEAD =
      "POST /api/v1/tokens HTTP/1.1\r\nHost: baton\r\nAuthorization: Bearer "
          + Cluster.TOKEN
          + "\r\nContent-Length: 9\r\n\r\n";

  private final int port;
  private Socket socket;

  Unfinished(int port) {
    this.port = port;
    this.socket = open(port);
  }

  /// Asks once more if it was turned away, as it is when another request was there first.
  void insist() {
    try {
      if (socket.getInputStream().available() > 0) {
        socket.close();
        socket = open(port);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket open(int port) {
    try {
      var socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.getOutputStream().write(HEAD.getBytes(StandardCharsets.US_ASCII));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
