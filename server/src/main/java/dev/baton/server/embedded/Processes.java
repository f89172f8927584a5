package dev.baton.server.embedded;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The end of several processes at once.
final class Processes {

  private static final Duration AFTER_KILL = Duration.ofSeconds(2);

  private Processes() {}

  /// Sends SIGTERM to all, waits for them until the time is over, and kills the rest.
  ///
  /// @return those that had to be killed
  static List<ProcessHandle> end(List<ProcessHandle> processes, Duration grace) {
    processes.forEach(ProcessHandle::destroy);
    awaitEnd(processes, grace);
    var left = processes.stream().filter(ProcessHandle::isAlive).toList();
    left.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(left, AFTER_KILL);
    return left;
  }

  private static void awaitEnd(List<ProcessHandle> processes, Duration time) {
    var ends = processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(ends)
        .completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
