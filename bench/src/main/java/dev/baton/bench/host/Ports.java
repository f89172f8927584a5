package dev.baton.bench.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Ports of the loopback address.
public final class Ports {

  private Ports() {}

  /// One that nobody listens on at the moment.
  public static int free() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new HostException("find a free port", e);
    }
  }
}
