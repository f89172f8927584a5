package dev.baton.server.websocket;

import dev.baton.time.Scheduler;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Asks one client for signs of life and notices when they stop. On the connection's event loop.
final class Heartbeat {

  private final Scheduler scheduler;
  private final StreamSettings settings;
  private final BooleanSupplier isBusy;
  private final Runnable ping;
  private final Runnable onSilence;
  private long heardAt;
  private Scheduler.Timer timer = () -> {};
  private boolean stopped;

  /// @param isBusy whether it is still taking what was sent before, and so cannot answer yet
  /// @param ping asks
  /// @param onSilence called once, when nothing was heard for too long
  Heartbeat(
      Scheduler scheduler,
      StreamSettings settings,
      BooleanSupplier isBusy,
      Runnable ping,
      Runnable onSilence) {
    this.scheduler = scheduler;
    this.settings = settings;
    this.isBusy = isBusy;
    this.ping = ping;
    this.onSilence = onSilence;
    this.heardAt = scheduler.nanoTime();
  }

  void start() {
    timer = scheduler.after(settings.pingEvery(), this::beat);
  }

  void heard() {
    heardAt = scheduler.nanoTime();
  }

  void stop() {
    stopped = true;
    timer.cancel();
  }

  private void beat() {
    if (stopped) {
      return;
    }
    if (isBusy.getAsBoolean()) {
      heard();
    }
    var silence = Duration.ofNanos(scheduler.nanoTime() - heardAt);
    if (silence.compareTo(settings.silenceLimit()) >= 0) {
      stop();
      onSilence.run();
    } else {
      ping.run();
      start();
    }
  }
}
