package dev.baton.server.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The log of one process. The run before the last one is kept as `….log.1`.
final class LogFile {

  private static final int TAIL_BYTES = 16 * 1024;
  private static final int TAIL_LINES = 20;

  private LogFile() {}

  static void rotate(Path log) {
    try {
      if (Files.exists(log)) {
        Files.move(
            log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("rotate " + log, e);
    }
  }

  /// The last lines, indented; says so when there are none.
  static String tail(Path log) {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      var length = (int) Math.min(TAIL_BYTES, file.length());
      var bytes = new byte[length];
      file.seek(file.length() - length);
      file.readFully(bytes);
      return lastLines(new String(bytes, UTF_8).lines().toList());
    } catch (IOException e) {
      return "  (no log)";
    }
  }

  private static String lastLines(List<String> lines) {
    var last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    return last.isEmpty() ? "  (empty)" : "  " + String.join(System.lineSeparator() + "  ", last);
  }
}
