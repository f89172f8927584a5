package dev.baton.server.e2e;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What `baton up` starts, in a directory of its own: a supervisor, a replica and PostgreSQL, each
/// a process that can be killed. One thread.
final class Cluster implements AutoCloseable {

  static final String TOKEN = "a-token-for-the-tests-only";

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration DEAD_WITHIN = Duration.ofSeconds(10);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final Path data;
  private final int port = Ports.free();
  private final BatonClient client = new BatonClient(vertx, port, TOKEN);
  private final Map<String, String> settings = new HashMap<>();
  private final Thread lastResort = new Thread(this::killEverything);
  private @Nullable ServerProcess up;

  private Cluster(Path data) {
    this.data = data;
    settings.put("BATON_ADMIN_TOKEN", TOKEN);
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /// Not yet started.
  static Cluster create() {
    try {
      return new Cluster(Files.createTempDirectory("baton-e2e-"));
    } catch (IOException e) {
      throw new UncheckedIOException("create a data directory", e);
    }
  }

  /// A setting for the next start, by its variable.
  Cluster with(String variable, String value) {
    settings.put(variable, value);
    return this;
  }

  /// Returns when the replica takes work.
  Cluster start() {
    var started =
        ServerProcess.start(
            data.resolve("up.log"),
            settings,
            "up",
            "--data",
            data.toString(),
            "--port",
            String.valueOf(port),
            "--restart");
    up = started;
    awaitReady(client, started);
    return this;
  }

  static void awaitReady(BatonClient client, ServerProcess server) {
    Poll.until(
        READY_WITHIN,
        () -> isReady(client) || !server.isAlive(),
        () -> "not ready in time; " + server.tail());
    if (!server.isAlive()) {
      throw new AssertionError("ended before it was ready; " + server.tail());
    }
  }

  private static boolean isReady(BatonClient client) {
    try {
      var request = new RequestOptions().setMethod(HttpMethod.GET).setURI("/readyz");
      return client.answer(request, Buffer.buffer()).status() == 200;
    } catch (Exception notYet) {
      return false;
    }
  }

  BatonClient client() {
    return client;
  }

  Vertx vertx() {
    return vertx;
  }

  /// SIGKILL to the supervisor, the replica and all of PostgreSQL. Returns when all are dead.
  void killEverything() {
    List<ProcessHandle> all =
        Stream.concat(
                Optional.ofNullable(up).stream().flatMap(ServerProcess::family),
                postgres().stream().flatMap(Cluster::family))
            .toList();
    kill(all);
    up = null;
  }

  /// SIGKILL to the replica; the supervisor starts another.
  void killReplica() {
    kill(Optional.ofNullable(up).orElseThrow().family().skip(1).toList());
  }

  /// SIGKILL to all of PostgreSQL; the supervisor starts it again.
  void killDatabase() {
    kill(postgres().stream().flatMap(Cluster::family).toList());
  }

  /// SIGTERM to the supervisor, as Ctrl-C is.
  ///
  /// @return its exit code
  int stop() {
    var running = Optional.ofNullable(up).orElseThrow();
    running.terminate();
    if (!running.endsWithin(STOPPED_WITHIN)) {
      throw new AssertionError("did not stop in time; " + running.tail());
    }
    return running.exitCode();
  }

  /// What the replica has logged as an error since its last start: an invariant that broke.
  List<String> errors() {
    return log().stream().filter(line -> line.contains(" ERROR ")).toList();
  }

  /// The replica's log since its last start.
  List<String> log() {
    try {
      return Files.readAllLines(data.resolve("logs/replica-0.log"));
    } catch (IOException e) {
      throw new UncheckedIOException("read the replica's log", e);
    }
  }

  @Override
  public void close() {
    killEverything();
    Runtime.getRuntime().removeShutdownHook(lastResort);
    vertx.close();
    delete(data);
  }

  /// The server that the directory's data belongs to, if one runs.
  private Optional<ProcessHandle> postgres() {
    try (Stream<String> lines = Files.lines(data.resolve("postgres/postmaster.pid"))) {
      return lines.findFirst().map(String::strip).map(Long::valueOf).flatMap(ProcessHandle::of);
    } catch (IOException | UncheckedIOException none) {
      return Optional.empty();
    }
  }

  private static void kill(List<ProcessHandle> processes) {
    processes.forEach(ProcessHandle::destroyForcibly);
    Poll.until(
        DEAD_WITHIN,
        () -> processes.stream().allMatch(Cluster::isDead),
        () -> "still alive: " + processes);
  }

  private static Stream<ProcessHandle> family(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants());
  }

  /// A process that nobody has buried yet is dead, too.
  private static boolean isDead(ProcessHandle process) {
    try {
      var stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    } catch (IOException gone) {
      return !process.isAlive();
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(Cluster::deleteOne);
    } catch (IOException e) {
      throw new UncheckedIOException("delete " + directory, e);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("delete " + file, e);
    }
  }
}
