package dev.baton.server.embedded;

import dev.baton.server.embedded.DeploymentException.PortInUse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// All replicas of one deployment.
final class Replicas {

  private final List<ReplicaKeeper> keepers;
  private final Consumer<String> say;

  private Replicas(List<ReplicaKeeper> keepers, Consumer<String> say) {
    this.keepers = keepers;
    this.say = say;
  }

  /// Sees to it that they can listen, before anything is started.
  ///
  /// @throws PortInUse when one cannot
  static void checkPorts(DeploymentPlan plan) {
    plan.ports().forEach(port -> checkFree(plan.config().http().host(), port));
  }

  /// Starts them all and waits for none.
  static Replicas start(ReplicaLauncher launcher, StopSignal stop, Consumer<String> say) {
    var numbers = IntStream.range(0, launcher.plan().replicas()).boxed().toList();
    numbers.forEach(number -> LogFile.rotate(launcher.log(number)));
    return new Replicas(
        numbers.stream().map(number -> new ReplicaKeeper(launcher, number, stop, say)).toList(),
        say);
  }

  /// Returns when all take work, or everything is stopping.
  ///
  /// @throws DeploymentException.ReplicaFailed when one does not
  void awaitReady() throws InterruptedException {
    for (var keeper : keepers) {
      keeper.awaitReady();
    }
  }

  /// Keeps each on a virtual thread of its own.
  void keep(Runnable whenAllHaveEnded) {
    var left = new AtomicInteger(keepers.size());
    for (var keeper : keepers) {
      Thread.startVirtualThread(() -> {
        keep(keeper);
        if (left.decrementAndGet() == 0) {
          whenAllHaveEnded.run();
        }
      });
    }
  }

  /// Ends all at the same time.
  void stop(Duration grace) {
    var processes = keepers.stream().map(keeper -> keeper.replica().process().toHandle()).toList();
    Processes.end(processes, grace)
        .forEach(killed ->
            say.accept(
                "pid %d did not end within %d s and was killed"
                    .formatted(killed.pid(), grace.toSeconds())));
  }

  private void keep(ReplicaKeeper keeper) {
    try {
      keeper.keep();
    } catch (DeploymentException failed) {
      say.accept(failed.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void checkFree(String host, int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new PortInUse(host, port, e);
    }
  }
}
