package dev.baton.server.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A program that is run to its end.
final class Program {

  private static final File NOTHING = new File("/dev/null");

  private Program() {}

  static boolean succeeds(List<String> command) throws IOException {
    try {
      return run(command, Redirect.from(NOTHING), Redirect.to(NOTHING)) == 0;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException notFound) {
      return false;
    }
  }

  /// Output is appended to the log.
  static boolean succeeds(List<String> command, Path log) throws IOException {
    return run(command, Redirect.from(NOTHING), Redirect.appendTo(log.toFile())) == 0;
  }

  /// The same for a program that reads its standard input.
  static boolean succeeds(List<String> command, String input, Path log) throws IOException {
    var file = Files.createTempFile("baton-", ".sql");
    try {
      Files.writeString(file, input);
      var out = Redirect.appendTo(log.toFile());
      return run(command, Redirect.from(file.toFile()), out) == 0;
    } finally {
      Files.delete(file);
    }
  }

  private static int run(List<String> command, Redirect in, Redirect out) throws IOException {
    var process =
        new ProcessBuilder(command)
            .redirectInput(in)
            .redirectOutput(out)
            .redirectErrorStream(true)
            .start();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("waiting for " + command);
    }
  }
}
