package dev.baton.cancellation;

import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;

/// A request to stop, made at most once. Thread-safe; the first cause wins.
public final class Cancellation {

  private final Promise<Cause> requested = Promise.promise();

  /// Asks to stop.
  ///
  /// @return whether this was the first cause
  public boolean cancel(Cause cause) {
    return requested.tryComplete(cause);
  }

  /// Completes when a stop is asked for; never fails.
  public Future<Cause> requested() {
    return requested.future();
  }

  public Optional<Cause> cause() {
    return Optional.ofNullable(requested.future().result());
  }

  public boolean isCancelled() {
    return requested.future().isComplete();
  }

  /// Waits on the calling virtual thread, unless a stop is asked for first.
  ///
  /// @return whether the delay is over and no stop was asked for
  public boolean pause(Scheduler scheduler, Duration delay) {
    if (delay.isPositive() && !isCancelled()) {
      var over = Promise.<Void>promise();
      Scheduler.Timer timer = scheduler.after(delay, over::tryComplete);
      requested().onSuccess(_ -> over.tryComplete());
      over.future().await();
      timer.cancel();
    }
    return !isCancelled();
  }

  /// A cancellation of its own that is also asked to stop whenever this one is.
  public Cancellation child() {
    var child = new Cancellation();
    requested.future().onSuccess(child::cancel);
    return child;
  }
}
