package dev.baton.bench.raw;

import dev.baton.bench.host.HostException;
import dev.baton.bench.host.JavaProcess;
import dev.baton.bench.host.Poll;
import dev.baton.bench.host.TemporaryDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/// A raw server in its own process, until it is closed.
public final class RawProcess implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(30);

  private final TemporaryDirectory directory = TemporaryDirectory.create();
  private final int port = freePort();
  private final JavaProcess process;

  private RawProcess(List<String> jvmOptions) {
    process =
        JavaProcess.start(
            directory.path().resolve("raw.log"),
            jvmOptions,
            java.util.Map.of(),
            RawServer.class.getName(),
            String.valueOf(port));
  }

  /// @param jvmOptions those of the server that it is compared with
  public static RawProcess start(List<String> jvmOptions) {
    var raw = new RawProcess(jvmOptions);
    var log = raw.directory.path().resolve("raw.log");
    Poll.until(
        READY_WITHIN,
        () -> says(log, "ready") || !raw.process.isAlive(),
        () -> "The raw server did not start: " + raw.process.tail());
    return raw;
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
    directory.close();
  }

  private static boolean says(java.nio.file.Path log, String word) {
    try {
      return Files.readString(log).contains(word);
    } catch (IOException e) {
      throw new HostException("The raw server's output cannot be read: " + e.getMessage());
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new HostException("No free port: " + e.getMessage());
    }
  }
}
