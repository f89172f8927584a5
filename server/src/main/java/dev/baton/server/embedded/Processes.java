package dev.baton.server.embedded;

import java.time.Duration;
import java.util.List;

/// The end of processes, of which not all are children of this one.
final class Processes {

  private static final Duration AFTER_KILL = Duration.ofSeconds(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private Processes() {}

  /// Sends SIGTERM to all, waits for them until the time is over, and kills the rest.
  ///
  /// @return those that had to be killed
  static List<ProcessHandle> end(List<ProcessHandle> processes, Duration grace) {
    processes.forEach(ProcessHandle::destroy);
    awaitEnd(processes, grace);
    var left = processes.stream().filter(process -> !hasEnded(process)).toList();
    left.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(left, AFTER_KILL);
    return left;
  }

  /// Returns when all have ended or the time is over.
  ///
  /// @return whether all have ended
  static boolean awaitEnd(List<ProcessHandle> processes, Duration time) {
    var start = System.nanoTime();
    while (!processes.stream().allMatch(Processes::hasEnded)) {
      if (System.nanoTime() - start > time.toNanos()) {
        return false;
      }
      pause(LOOK_EVERY);
    }
    return true;
  }

  /// Also true of a zombie, which counts as alive for Java: in a container without an init process
  /// nobody buries the children of the dead.
  static boolean hasEnded(ProcessHandle process) {
    return !process.isAlive() || process.info().command().isEmpty();
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
