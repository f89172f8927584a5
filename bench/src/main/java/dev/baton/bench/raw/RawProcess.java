package dev.baton.bench.raw;

import dev.baton.bench.host.HostException;
import dev.baton.bench.host.JavaProcess;
import dev.baton.bench.host.Poll;
import dev.baton.bench.host.Ports;
import dev.baton.bench.host.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A raw server in its own process, until it is closed.
public final class RawProcess implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(30);

  private final TemporaryDirectory directory = TemporaryDirectory.create();
  private final int port = Ports.free();
  private final JavaProcess process;

  private RawProcess(List<String> jvmOptions) {
    process =
        JavaProcess.start(
            directory.path().resolve("raw.log"),
            jvmOptions,
            Map.of(),
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

  private static boolean says(Path log, String word) {
    try {
      return Files.readString(log).contains(word);
    } catch (IOException e) {
      throw new HostException("The raw server's output cannot be read: " + e.getMessage());
    }
  }
}
