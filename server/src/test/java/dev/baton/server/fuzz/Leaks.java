package dev.baton.server.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What a replica holds on to, seen from outside.
final class Leaks {

  private static final Pattern USED = Pattern.compile("(?:total|used)[^\\n]*?used (\\d+)K");
  private static final String ESTABLISHED = "01";

  private Leaks() {}

  /// Live heap after a full collection.
  static long heapKilobytes(long pid) {
    run("GC.run", pid);
    var used = USED.matcher(run("GC.heap_info", pid));
    long sum = 0;
    while (used.find()) {
      sum += Long.parseLong(used.group(1));
    }
    return sum;
  }

  /// Connections to a port of the loopback that are open on the listener's side.
  static long connections(int port) {
    String local = ":%04X ".formatted(port);
    return lines("/proc/net/tcp", local) + lines("/proc/net/tcp6", local);
  }

  private static long lines(String file, String local) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .map(line -> line.strip().split("\\s+", -1))
          .filter(fields -> (fields[1] + " ").endsWith(local) && fields[3].equals(ESTABLISHED))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException("read " + file, e);
    }
  }

  private static String run(String command, long pid) {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      var process = new ProcessBuilder(jcmd, String.valueOf(pid), command).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("run " + command, e);
    }
  }
}
