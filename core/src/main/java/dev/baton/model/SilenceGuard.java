package dev.baton.model;

import dev.baton.model.ModelEvent.Cancelled;
import dev.baton.model.ModelEvent.Failed;
import dev.baton.model.ModelEvent.Terminal;
import dev.baton.time.Scheduler;
import dev.baton.time.Scheduler.Timer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ends a call that hears nothing for too long. The watch begins before the request is opened and
/// again with each event.
///
/// The timer never speaks itself: it cancels the call and turns the [Cancelled] that follows into
/// the failure, so all events still come one at a time from the model's own loop.
public final class SilenceGuard implements LanguageModel {

  private final LanguageModel model;
  private final ErrorClassifier errors;
  private final Scheduler scheduler;
  private final Duration limit;

  private SilenceGuard(
      LanguageModel model, ErrorClassifier errors, Scheduler scheduler, Duration limit) {
    this.model = model;
    this.errors = errors;
    this.scheduler = scheduler;
    this.limit = limit;
  }

  /// The model, guarded.
  ///
  /// @param limit zero = as it is
  public static LanguageModel around(
      LanguageModel model, ErrorClassifier errors, Scheduler scheduler, Duration limit) {
    return limit.isZero() ? model : new SilenceGuard(model, errors, scheduler, limit);
  }

  @Override
  public ModelCall stream(ModelRequest request, Consumer<ModelEvent> events) {
    var watched = new Watched(events);
    watched.begin(request);
    return watched;
  }

  private final class Watched implements ModelCall {

    private final Consumer<ModelEvent> events;
    private volatile long heardAt = scheduler.nanoTime();

    // Guarded by this: the timer, the loop and the caller are three threads.
    private @Nullable ModelCall call;
    private @Nullable Timer timer;
    private boolean cancelled;
    private boolean silent;
    private boolean over;

    Watched(Consumer<ModelEvent> events) {
      this.events = events;
    }

    void begin(ModelRequest request) {
      listen(limit);
      var begun = model.stream(request, this::hear);
      synchronized (this) {
        call = begun;
        if (cancelled || silent) {
          begun.cancel();
        }
      }
    }

    @Override
    public synchronized void cancel() {
      cancelled = true;
      cancelCall();
    }

    private void hear(ModelEvent event) {
      heardAt = scheduler.nanoTime();
      events.accept(event instanceof Terminal terminal ? end(terminal) : event);
    }

    private synchronized Terminal end(Terminal terminal) {
      over = true;
      if (timer != null) {
        timer.cancel();
      }
      boolean ours = silent && terminal instanceof Cancelled;
      return ours ? new Failed(errors.silence(limit)) : terminal;
    }

    /// One timer a call: an event only notes its time, and the timer is set again for what is left.
    private synchronized void check() {
      var left = limit.minusNanos(scheduler.nanoTime() - heardAt);
      if (over || cancelled) {
        return;
      }
      if (left.isPositive()) {
        listen(left);
        return;
      }
      silent = true;
      cancelCall();
    }

    private synchronized void listen(Duration remaining) {
      timer = scheduler.after(remaining, this::check);
    }

    private void cancelCall() {
      if (call != null) {
        call.cancel();
      }
    }
  }
}
