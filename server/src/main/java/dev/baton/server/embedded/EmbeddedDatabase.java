package dev.baton.server.embedded;

import dev.baton.server.embedded.DeploymentException.DatabaseFailed;
import dev.baton.server.embedded.DeploymentException.DirectoryUnusable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// A PostgreSQL server of our own, on a free port of the loopback address, without a password.
///
/// It is not a child of this process and not in its session, so neither Ctrl-C nor our death ends
/// it: only [#stop] does, or the next start on the same directory. All methods block; one thread at
/// a time.
public final class EmbeddedDatabase {

  private static final String SUPERUSER = "postgres";
  private static final String DATABASE = "baton";
  private static final String HOST = "127.0.0.1";
  private static final int ATTEMPTS = 20;
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Path programs;
  private final Path data;
  private final Path log;
  private final PostgresAccount account;
  private final PostmasterFile postmaster;
  private final int maxConnections;
  private int port;

  private EmbeddedDatabase(DataDirectory directory, int maxConnections) throws IOException {
    this.programs = PostgresArchive.unpackInto(directory.path()).resolve("bin");
    this.data = directory.path().resolve("postgres");
    this.log = directory.log("postgres");
    this.account = PostgresAccount.forData(data);
    this.postmaster = new PostmasterFile(data);
    this.maxConnections = maxConnections;
  }

  /// Starts a server on the directory's data, which it makes at the first time. A server that
  /// outlived its own supervisor is stopped first. Returns when sessions are accepted, after the
  /// recovery of what a killed server left.
  ///
  /// @throws DeploymentException when there is no PostgreSQL for this machine, or it fails
  public static EmbeddedDatabase start(DataDirectory directory, int maxConnections) {
    try {
      var database = new EmbeddedDatabase(directory, maxConnections);
      database.initialize(directory.path());
      database.stop();
      LogFile.rotate(database.log);
      database.port = freePort();
      database.launch();
      return database;
    } catch (IOException e) {
      throw new DirectoryUnusable(directory.path(), e);
    }
  }

  /// For libpq, Vert.x and `database.url`.
  public String url() {
    return "postgresql://%s@%s:%d/%s".formatted(SUPERUSER, HOST, port, DATABASE);
  }

  public int port() {
    return port;
  }

  Path log() {
    return log;
  }

  /// Returns when the server has ended, whoever ended it.
  void awaitEnd() {
    try {
      var server = postmaster.server();
      while (server.isPresent() && !Processes.hasEnded(server.get())) {
        Processes.pause(PAUSE);
      }
    } catch (IOException e) {
      throw new DirectoryUnusable(data, e);
    }
  }

  /// Starts a server that has ended by itself, on the same port.
  void startAgain() {
    try {
      launch();
    } catch (IOException e) {
      throw new DirectoryUnusable(data, e);
    }
  }

  /// Ends all sessions and writes a checkpoint, so that the next start recovers nothing. Nothing
  /// happens when no server runs.
  public void stop() {
    try {
      if (postmaster.server().isPresent() && !stop("fast") && !stop("immediate")) {
        throw new DatabaseFailed("stop", log);
      }
    } catch (IOException e) {
      throw new DirectoryUnusable(data, e);
    }
  }

  private void initialize(Path directory) throws IOException {
    if (Files.exists(data)) {
      return;
    }
    var unfinished = account.createDirectory(directory, "initializing-");
    var made =
        run("initdb", initdbArguments(unfinished))
            && Program.succeeds(
                account.command(
                    programs.resolve("postgres"),
                    List.of("--single", "-D", unfinished.toString(), SUPERUSER)),
                "CREATE DATABASE " + DATABASE,
                log);
    if (!made) {
      throw new DatabaseFailed("make its data directory", log);
    }
    DataDirectory.publish(unfinished, data);
  }

  private static List<String> initdbArguments(Path target) {
    return List.of(
        "--pgdata=" + target,
        "--username=" + SUPERUSER,
        "--auth=trust",
        "--encoding=UTF8",
        "--no-locale",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions");
  }

  // "In use" is a port that someone took since we found it free, or sessions of a killed server
  // that are still on their way out.
  private void launch() throws IOException {
    postmaster.disown();
    for (var attempt = 1; !start(); attempt++) {
      if (attempt == ATTEMPTS || !LogFile.tail(log).contains("in use")) {
        throw new DatabaseFailed("start", log);
      }
      Processes.pause(PAUSE);
    }
  }

  private boolean start() throws IOException {
    var settings = String.join(" ", settings());
    return control("start", "--timeout=120", "--log=" + log, "--options=" + settings);
  }

  private boolean stop(String mode) throws IOException {
    return control("stop", "--timeout=20", "--mode=" + mode);
  }

  private List<String> settings() {
    return Stream.of(
            "port=" + port,
            "listen_addresses=" + HOST,
            "unix_socket_directories=",
            "max_connections=" + maxConnections,
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "timezone=UTC",
            "log_timezone=UTC")
        .map(setting -> "-c " + setting)
        .toList();
  }

  private boolean control(String action, String... arguments) throws IOException {
    List<String> all =
        new ArrayList<>(List.of(action, "--wait", "--silent", "-D", data.toString()));
    all.addAll(Arrays.asList(arguments));
    return run("pg_ctl", all);
  }

  private boolean run(String program, List<String> arguments) throws IOException {
    return Program.succeeds(account.command(programs.resolve(program), arguments), log);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
