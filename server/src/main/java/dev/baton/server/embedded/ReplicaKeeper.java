package dev.baton.server.embedded;

import dev.baton.server.embedded.DeploymentException.ReplicaFailed;
import dev.baton.time.Backoff;
import java.time.Duration;
import java.util.function.Consumer;

/// Keeps one replica: says when it has ended, and starts it again if that was asked for. One thread
/// calls [#awaitReady] and then [#keep]; [#replica] is for any thread.
final class ReplicaKeeper {

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration ASK_EVERY = Duration.ofMillis(50);
  private static final Duration QUICK_DEATH = Duration.ofSeconds(10);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private final ReplicaLauncher launcher;
  private final StopSignal stop;
  private final Consumer<String> say;
  private ReplicaProcess replica;

  ReplicaKeeper(ReplicaLauncher launcher, int number, StopSignal stop, Consumer<String> say) {
    this.launcher = launcher;
    this.stop = stop;
    this.say = say;
    this.replica = launcher.launch(number);
  }

  /// The process as it is now. After the stop signal it is the last one.
  synchronized ReplicaProcess replica() {
    return replica;
  }

  /// Returns when the replica takes work, or everything is stopping.
  ///
  /// @throws ReplicaFailed when it ended, or took too long
  void awaitReady() throws InterruptedException {
    var current = replica();
    while (!current.isReady()) {
      if (stop.comesWithin(ASK_EVERY)) {
        return;
      }
      checkThatItMayStillComeUp(current);
    }
    say.accept("%s is ready: %s".formatted(current, current.url()));
  }

  /// Returns when the replica has ended and is not started again.
  void keep() throws InterruptedException {
    var quickDeaths = 0;
    while (true) {
      var current = replica();
      var exitCode = current.process().waitFor();
      if (stop.isGiven()) {
        return;
      }
      say.accept(
          "%s ended with exit code %d; its log: %s".formatted(current, exitCode, current.log()));
      quickDeaths = current.age().compareTo(QUICK_DEATH) < 0 ? quickDeaths + 1 : 0;
      if (!launcher.plan().restart() || !launchAgain(pauseAfter(quickDeaths))) {
        return;
      }
      reportReady();
    }
  }

  private void checkThatItMayStillComeUp(ReplicaProcess current) throws InterruptedException {
    if (!current.process().isAlive()) {
      var exitCode = current.process().waitFor();
      throw new ReplicaFailed(current, "ended with exit code " + exitCode + " before it was ready");
    }
    if (current.age().compareTo(READY_WITHIN) > 0) {
      throw new ReplicaFailed(current, "was not ready within " + READY_WITHIN.toSeconds() + " s");
    }
  }

  private boolean launchAgain(Duration pause) throws InterruptedException {
    if (stop.comesWithin(pause)) {
      return false;
    }
    // Under the lock, so that whoever stops sees either no new process or this one.
    synchronized (this) {
      if (!stop.isGiven()) {
        replica = launcher.launch(replica.number());
      }
      return !stop.isGiven();
    }
  }

  private void reportReady() throws InterruptedException {
    try {
      awaitReady();
    } catch (ReplicaFailed failed) {
      say.accept(failed.getMessage());
    }
  }

  /// At once after the first quick death, then after 1, 2, 4 … seconds.
  private static Duration pauseAfter(int quickDeaths) {
    return BACKOFF.after(quickDeaths - 1);
  }
}
