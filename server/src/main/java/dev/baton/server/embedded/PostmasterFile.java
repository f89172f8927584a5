package dev.baton.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `postmaster.pid` in a data directory: the server that runs on it, or the one that was killed.
///
/// The process id alone proves nothing. After a restart of the machine or the container it may be
/// anyone's, and `pg_ctl stop` would signal it.
final class PostmasterFile {

  // Beyond every system's largest process id: PostgreSQL looks for it and finds no such process.
  private static final String NO_PROCESS = String.valueOf(Integer.MAX_VALUE);

  private final Path data;
  private final Path file;

  PostmasterFile(Path data) {
    this.data = data;
    this.file = data.resolve("postmaster.pid");
  }

  /// The living server of this data directory.
  Optional<ProcessHandle> server() throws IOException {
    return process().filter(this::serves);
  }

  /// Lets a new server start although the id of the dead one now belongs to another program.
  ///
  /// The file is kept: its other lines name the shared memory by which PostgreSQL notices sessions
  /// that outlived their server, and waits for them to go.
  void disown() throws IOException {
    if (process().isPresent() && server().isEmpty()) {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      lines.set(0, NO_PROCESS);
      Files.write(file, lines);
    }
  }

  private Optional<ProcessHandle> process() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Files.readAllLines(file).stream()
        .findFirst()
        .map(String::strip)
        .filter(line -> line.matches("\\d{1,10}"))
        .flatMap(line -> ProcessHandle.of(Long.parseLong(line)));
  }

  private boolean serves(ProcessHandle process) {
    var info = process.info();
    return info.command().map(path -> path.endsWith("/postgres")).orElse(false)
        && info.arguments().map(Arrays::asList).orElse(List.of()).contains(data.toString());
  }
}
