package dev.baton.server.embedded;

import dev.baton.server.config.Environment;
import dev.baton.server.embedded.DeploymentException.DirectoryUnusable;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Starts replicas: `baton server` on this process's own Java and class path, with its settings in
/// the environment and a pipe as its standard input.
///
/// @param shared settings that all replicas have, by variable
record ReplicaLauncher(DeploymentPlan plan, DataDirectory directory, Map<String, String> shared) {

  private static final String MAIN = "dev.baton.server.Main";

  /// The replicas that a killed supervisor of this directory left behind.
  static List<ProcessHandle> orphans(DataDirectory directory) {
    return ProcessHandle.allProcesses()
        .filter(process -> arguments(process).anyMatch(mark(directory)::equals))
        .toList();
  }

  ReplicaProcess launch(int number) {
    var log = log(number);
    var builder =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment(number));
    try {
      var process = builder.start();
      return new ReplicaProcess(
          number, process, url(number), readiness(number), log, System.nanoTime());
    } catch (IOException e) {
      throw new DirectoryUnusable(directory.path(), e);
    }
  }

  Path log(int number) {
    return directory.log("replica-" + number);
  }

  /// What people open: the public URL for the first replica, if there is one.
  URI url(int number) {
    var publicUrl = plan.config().http().publicUrl();
    return publicUrl.filter(url -> number == 0).orElseGet(() -> local(httpPort(number), ""));
  }

  int httpPort(int number) {
    return plan.port() + number;
  }

  private URI readiness(int number) {
    var management = plan.config().management();
    return local(management.isApart() ? management.port() + number : httpPort(number), "/readyz");
  }

  private URI local(int port, String path) {
    var host = plan.config().http().host();
    var reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    var bracketed = reachable.contains(":") ? "[" + reachable + "]" : reachable;
    return URI.create("http://" + bracketed + ":" + port + path);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(ownOptions());
    command.add(mark(directory));
    command.add(MAIN);
    command.add("server");
    plan.configFile().ifPresent(file -> command.addAll(List.of("--config", file.toString())));
    return command;
  }

  private static List<String> ownOptions() {
    return Stream.of(System.getenv().getOrDefault("BATON_JAVA_OPTS", "").split("\\s+"))
        .filter(option -> !option.isEmpty())
        .toList();
  }

  private Map<String, String> environment(int number) {
    Map<String, String> environment = new HashMap<>(shared);
    environment.put("CLASSPATH", classPath());
    environment.put("BATON_SUPERVISED", "true");
    environment.put(Environment.variable("http.port"), String.valueOf(httpPort(number)));
    if (plan.config().management().isApart()) {
      environment.put(
          Environment.variable("management.port"),
          String.valueOf(plan.config().management().port() + number));
    }
    return environment;
  }

  // In the environment, since Linux shows only the first page of a command line, and a replica is
  // found again by an argument.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .reduce((left, right) -> left + File.pathSeparator + right)
        .orElseThrow();
  }

  private static String mark(DataDirectory directory) {
    return "-Dbaton.up=" + directory.path();
  }

  private static Stream<String> arguments(ProcessHandle process) {
    return process.info().arguments().stream().flatMap(Arrays::stream);
  }
}
