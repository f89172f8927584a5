package dev.baton.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A main class of ours in a process of its own, on this process's Java and class path. It ends
/// with [#close], or with this process.
public final class JavaProcess implements AutoCloseable {

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(40);
  private static final int TAIL_LINES = 12;

  private final Process process;
  private final Path log;
  private final Thread lastResort;

  private JavaProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.lastResort = new Thread(this::end);
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /// @param log takes its output
  /// @param jvmOptions beside those that Netty wants
  /// @param environment in addition to ours
  public static JavaProcess start(
      Path log,
      List<String> jvmOptions,
      Map<String, String> environment,
      String main,
      String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(jvmOptions);
    command.add(main);
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().putAll(environment);
    try {
      return new JavaProcess(builder.start(), log);
    } catch (IOException e) {
      throw new HostException("start " + main, e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// The end of its output.
  public String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(its output cannot be read: " + e.getMessage() + ")";
    }
  }

  Stream<String> output() {
    try {
      return Files.readAllLines(log).stream();
    } catch (IOException e) {
      throw new HostException("read " + log, e);
    }
  }

  /// Ends it in an orderly way, or, if that takes too long, in any.
  @Override
  public void close() {
    end();
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }

  private void end() {
    process.destroy();
    try {
      if (!process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
