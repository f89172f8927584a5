package dev.baton.bench.host;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A `baton up` of our own: one replica and its PostgreSQL, on data that go with it.
public final class Deployment implements AutoCloseable {

  /// All watchers are one user's here, who is not to be held back.
  private static final String ALL_STREAMS = "50000";

  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final String MAIN = "dev.baton.server.Main";
  private static final List<String> SUPERVISOR =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m");

  private final TemporaryDirectory data = TemporaryDirectory.create();
  private final String token = UUID.randomUUID().toString();
  private final int port = Ports.free();
  private JavaProcess up;

  private Deployment() {
    up = launch();
  }

  /// Returns when the replica takes work.
  public static Deployment start() {
    var deployment = new Deployment();
    try {
      deployment.awaitReady();
      return deployment;
    } catch (HostException e) {
      deployment.close();
      throw e;
    }
  }

  /// Ends everything and starts it again on the same data.
  public void restart() {
    up.close();
    up = launch();
    awaitReady();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// An administrator's.
  public String token() {
    return token;
  }

  /// The database, for Vert.x.
  public String databaseUrl() {
    try {
      var postmaster = Files.readAllLines(data.path().resolve("postgres/postmaster.pid"));
      return "postgresql://postgres@127.0.0.1:" + postmaster.get(3).strip() + "/baton";
    } catch (IOException e) {
      throw new HostException("find the port of the database", e);
    }
  }

  @Override
  public void close() {
    up.close();
    data.close();
  }

  private JavaProcess launch() {
    return JavaProcess.start(
        data.path().resolve("up.log"),
        SUPERVISOR,
        Map.of("BATON_ADMIN_TOKEN", token, "BATON_LIMITS_STREAMS_PER_USER", ALL_STREAMS),
        MAIN,
        "up",
        "--data",
        data.path().toString(),
        "--port",
        String.valueOf(port));
  }

  private void awaitReady() {
    Path log = data.path().resolve("up.log");
    long known = ready(log);
    Poll.until(
        READY_WITHIN,
        () -> ready(log) > known || !up.isAlive(),
        () -> "The server did not become ready. Its output:\n" + up.tail());
    if (!up.isAlive()) {
      throw new HostException("The server did not start. Its output:\n" + up.tail());
    }
  }

  private long ready(Path log) {
    return Files.exists(log)
        ? up.output().filter(line -> line.contains(") is ready: ")).count()
        : 0;
  }
}
