package dev.baton.server.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `up` as people run it: real processes, which are killed.
@Timeout(120)
class DeploymentTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Pattern READY =
      Pattern.compile("replica (\\d+) \\(pid (\\d+)\\) is ready.*");

  @TempDir static Path programs;

  @TempDir Path data;

  private final List<Up> started = new ArrayList<>();

  @BeforeEach
  void bringThePrograms() throws IOException {
    var unpacked = PostgresArchive.unpackInto(programs);
    Files.createSymbolicLink(data.resolve(unpacked.getFileName()), unpacked);
  }

  @AfterEach
  void endAll() {
    started.forEach(Up::end);
  }

  @Test
  void sigterm_stops_the_replicas_and_then_the_database_and_exits_with_0() throws Exception {
    var up = up("--replicas", "2");
    var replicas = List.of(up.ready(), up.ready());
    var server = server();

    up.terminate();

    assertThat(up.rest()).containsSubsequence("stopping", "stopped");
    assertThat(up.process.waitFor()).isZero();
    assertEnded(replicas);
    assertEnded(List.of(server));
  }

  @Test
  void a_replica_that_ends_is_reported_and_started_again_whatever_its_exit_code() throws Exception {
    var up = up("--restart");
    var killed = up.ready();
    up.line("sign in once: http://127.0.0.1:.*/auth/link\\?token=.{43}");

    killed.destroyForcibly();
    up.line("replica 0 \\(pid %d\\) ended with exit code 137; its log: .*".formatted(killed.pid()));
    var asked = up.ready();
    asked.destroy();
    up.line("replica 0 \\(pid %d\\) ended with exit code 0; its log: .*".formatted(asked.pid()));

    assertThat(up.ready().isAlive()).isTrue();
  }

  @Test
  void without_restart_the_end_of_the_last_replica_is_the_end() throws Exception {
    var up = up();
    up.ready().destroyForcibly();
    up.line("all replicas have ended");

    assertThat(up.process.waitFor()).isOne();
    assertThat(new PostmasterFile(data.toRealPath().resolve("postgres")).server()).isEmpty();
  }

  @Test
  void replicas_end_when_their_supervisor_was_killed_and_the_next_one_starts() throws Exception {
    var killed = up();
    var orphan = killed.ready();
    killed.process.destroyForcibly().waitFor();

    up(killed.port).ready();

    assertEnded(List.of(orphan));
  }

  @Test
  void after_a_kill_of_everything_the_next_one_starts() throws Exception {
    var killed = up("--replicas", "2");
    var replicas = List.of(killed.ready(), killed.ready());
    var server = server();
    Stream.of(Stream.of(killed.process.toHandle(), server), server.descendants(), replicas.stream())
        .flatMap(all -> all)
        .toList()
        .forEach(ProcessHandle::destroyForcibly);

    assertThat(up(killed.port).ready().isAlive()).isTrue();
  }

  @Test
  void a_second_one_on_the_same_data_is_refused() throws Exception {
    var first = up();
    first.ready();

    var second = up();

    second.line(
        "baton: .* is in use by another `baton up` \\(pid %d\\).*".formatted(first.process.pid()));
    assertThat(second.process.waitFor()).isOne();
  }

  @Test
  void a_taken_port_is_named_and_nothing_is_left_running() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var up = up(taken.getLocalPort());
      up.line(
          "baton: cannot listen on 127.0.0.1:%d .*; choose another --port"
              .formatted(taken.getLocalPort()));
      assertThat(up.process.waitFor()).isOne();
    }
  }

  private Up up(String... options) throws IOException {
    return up(twoFreePorts(), options);
  }

  private Up up(int port, String... options) throws IOException {
    var up = new Up(data, port, options);
    started.add(up);
    return up;
  }

  private ProcessHandle server() throws IOException {
    return new PostmasterFile(data.toRealPath().resolve("postgres")).server().orElseThrow();
  }

  private static void assertEnded(List<ProcessHandle> processes) {
    assertThat(Processes.awaitEnd(processes, LONG)).isTrue();
  }

  private static int twoFreePorts() throws IOException {
    var port = freePort();
    while (!isFree(port + 1)) {
      port = freePort();
    }
    return port;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /// A `baton up` and what it has said.
  private static final class Up {
    final int port;
    final Process process;
    private final BufferedReader output;

    Up(Path data, int port, String... options) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("dev.baton.server.Main", "up", "--data", data.toString()));
      command.addAll(List.of("--port", String.valueOf(port)));
      command.addAll(Arrays.asList(options));
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      this.port = port;
      this.process = builder.start();
      this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /// The next replica that has become ready.
    ProcessHandle ready() throws IOException {
      var ready = READY.matcher(line(READY.pattern()));
      assertThat(ready.matches()).isTrue();
      return ProcessHandle.of(Long.parseLong(ready.group(2))).orElseThrow();
    }

    /// Skips to the line of this shape.
    String line(String shape) throws IOException {
      List<String> skipped = new ArrayList<>();
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        if (line.matches(shape)) {
          return line;
        }
        skipped.add(line);
      }
      throw new AssertionError("no line '%s' in %s".formatted(shape, skipped));
    }

    List<String> rest() {
      return output.lines().toList();
    }

    // Not by Process.destroy, which would close its output too.
    void terminate() {
      process.toHandle().destroy();
    }

    void end() {
      terminate();
      process.onExit().join();
    }
  }
}
