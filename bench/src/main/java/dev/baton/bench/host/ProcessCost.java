package dev.baton.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What a process on this machine costs, by its id.
public record ProcessCost(long pid) {

  private static final Duration TICK = Duration.ofMillis(10);
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  public static ProcessCost own() {
    return new ProcessCost(ProcessHandle.current().pid());
  }

  /// Processor time so far, of all its threads.
  ///
  /// @throws HostException when there is no such process here
  public Duration cpu() {
    String stat = read("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return TICK.multipliedBy(
        Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]));
  }

  /// Memory that it holds in RAM, in bytes.
  public long rss() {
    return read("status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), file));
    } catch (IOException e) {
      throw new HostException(
          "Process " + pid + " cannot be looked at; the servers must run on this machine", e);
    }
  }
}
