package dev.baton.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// What happens next: all that is to happen in the cluster, in one queue. Time stands still while
/// an event runs. One thread.
final class Timeline {

  /// Something to come. What belongs to a host happens there, or never if the host is gone by then.
  final class Event {

    private final long atNanos;
    private final long order = orders++;
    private final @Nullable Host host;
    private final Runnable action;
    private boolean over;

    private Event(long atNanos, @Nullable Host host, Runnable action) {
      this.atNanos = atNanos;
      this.host = host;
      this.action = action;
    }

    /// It will not happen. After it has, this does nothing.
    void cancel() {
      if (!over) {
        end();
      }
    }

    private void end() {
      over = true;
      if (host != null) {
        host.forget();
      }
    }

    private void happen() {
      if (over) {
        return;
      }
      if (host != null && host.isPaused()) {
        host.hold(this);
        return;
      }
      end();
      if (host == null || host.isAlive()) {
        action.run();
      }
    }

    /// It was held up, and happens now.
    void resume() {
      if (!over) {
        end();
        add(0, host, action);
      }
    }
  }

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.<Event>comparingLong(event -> event.atNanos)
              .thenComparingLong(event -> event.order));
  private long nowNanos;
  private long orders;
  private long happened;

  long nowNanos() {
    return nowNanos;
  }

  /// How many events there were.
  long happened() {
    return happened;
  }

  /// Something that happens to nobody's process.
  Event after(Duration delay, Runnable action) {
    return add(delay.toNanos(), null, action);
  }

  Event add(long delayNanos, @Nullable Host host, Runnable action) {
    var event = new Event(nowNanos + Math.max(0, delayNanos), host, action);
    events.add(event);
    if (host != null) {
      host.expect();
    }
    return event;
  }

  /// Lets the next event happen.
  ///
  /// @return false if nothing is to come
  boolean next() {
    Event event = events.poll();
    if (event == null) {
      return false;
    }
    nowNanos = event.atNanos;
    happened++;
    event.happen();
    return true;
  }
}
