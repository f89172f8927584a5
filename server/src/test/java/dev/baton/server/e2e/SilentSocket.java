package dev.baton.server.e2e;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A client of a stream that reads and never gives a sign of life, as one behind a dead link. The
/// thread that calls is blocked.
final class SilentSocket {

  private static final int CLOSE = 8;

  private SilentSocket() {}

  /// Connects, and waits to be given up.
  ///
  /// @return the close code
  static int awaitClose(int port, String uri, String token, Duration patience) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) patience.toMillis());
      socket.getOutputStream().write(upgrade(uri, token).getBytes(StandardCharsets.US_ASCII));
      var in = new DataInputStream(socket.getInputStream());
      skipHead(in);
      while (true) {
        int kind = in.readUnsignedByte() & 0xf;
        byte[] payload = in.readNBytes(length(in));
        if (kind == CLOSE) {
          return (Byte.toUnsignedInt(payload[0]) << 8) | Byte.toUnsignedInt(payload[1]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("wait for the end of " + uri, e);
    }
  }

  private static String upgrade(String uri, String token) {
    return """
    GET %s HTTP/1.1\r
    Host: 127.0.0.1\r
    Authorization: Bearer %s\r
    Connection: Upgrade\r
    Upgrade: websocket\r
    Sec-WebSocket-Version: 13\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
    \r
    """
        .formatted(uri, token);
  }

  private static void skipHead(DataInputStream in) throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int next = in.readUnsignedByte();
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
    }
  }

  private static int length(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte();
    return switch (length) {
      case 126 -> in.readUnsignedShort();
      case 127 -> Math.toIntExact(in.readLong());
      default -> length;
    };
  }
}
