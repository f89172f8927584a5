package dev.baton.server.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One process of the product, started as its launcher starts it: the same main class on the same
/// classes, without those of the tests.
final class ServerProcess {

  private static final int TAIL_LINES = 60;
  private static final List<String> JVM_OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1");

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// @param log its output is added to
  /// @param settings of the environment; what the machine itself has set for Baton does not count
  static ServerProcess start(Path log, Map<String, String> settings, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.add("-Xmx384m");
    command.add("dev.baton.server.Main");
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(ServerProcess::isOurs);
    builder.environment().put("CLASSPATH", productClassPath());
    builder.environment().put("BATON_JAVA_OPTS", String.join(" ", JVM_OPTIONS) + " -Xmx384m");
    builder.environment().putAll(settings);
    try {
      return new ServerProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("start " + command, e);
    }
  }

  private static boolean isOurs(String variable) {
    return Stream.of("BATON_", "OPENAI_", "ANTHROPIC_", "OTEL_").anyMatch(variable::startsWith);
  }

  private static String productClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes") && !entry.endsWith("-tests.jar"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Itself, its children and theirs.
  Stream<ProcessHandle> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  /// SIGTERM.
  void terminate() {
    process.destroy();
  }

  /// SIGKILL.
  void kill() {
    process.destroyForcibly();
  }

  /// Waits for its end, but not longer than this.
  boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  int exitCode() {
    return process.exitValue();
  }

  /// The end of its log.
  String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      var last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
      return log + ":" + System.lineSeparator() + String.join(System.lineSeparator(), last);
    } catch (IOException e) {
      return log + ": " + e.getMessage();
    }
  }
}
