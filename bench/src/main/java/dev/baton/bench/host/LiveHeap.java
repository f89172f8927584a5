package dev.baton.bench.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The heap of another JVM that is still in use after a full collection.
public final class LiveHeap {

  private LiveHeap() {}

  /// Collects everything, and counts what is left. Stops that JVM for a moment.
  ///
  /// @return bytes
  /// @throws HostException when that is no JVM of ours
  public static long of(long pid) {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    // The second collection takes what the first one's finalizers and reference queues let go.
    output(List.of(jcmd, String.valueOf(pid), "GC.run"));
    var histogram = output(List.of(jcmd, String.valueOf(pid), "GC.class_histogram"));
    return histogram
        .lines()
        .filter(line -> line.startsWith("Total"))
        .map(line -> line.strip().split("\\s+"))
        .mapToLong(fields -> Long.parseLong(fields[fields.length - 1]))
        .findFirst()
        .orElseThrow(() -> new HostException("jcmd did not count the heap of " + pid));
  }

  private static String output(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new HostException(String.join(" ", command) + " failed: " + output.strip());
      }
      return output;
    } catch (IOException e) {
      throw new HostException("run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("interrupted while counting a heap", e);
    }
  }
}
