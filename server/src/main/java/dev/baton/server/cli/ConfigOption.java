package dev.baton.server.cli;

import dev.baton.server.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--config FILE`, and the file that is read without it.
final class ConfigOption {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings; default: conf/baton.yaml beside the launcher.")
  private @Nullable Path file;

  Optional<Path> file() {
    return file != null ? Optional.of(file.toAbsolutePath()) : ownFile();
  }

  ServerConfig load() {
    return ServerConfig.load(file(), System.getenv());
  }

  private static Optional<Path> ownFile() {
    return Optional.ofNullable(System.getenv("BATON_HOME"))
        .map(home -> Path.of(home, "conf", "baton.yaml"))
        .filter(Files::exists);
  }
}
