package dev.baton.time;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/// The only source of time and of timers. Production uses [VertxScheduler]; tests use a virtual one
/// that runs due timers in order on the test's own thread.
public interface Scheduler extends InstantSource {

  /// Monotonic nanoseconds for local deadlines; only differences mean anything.
  long nanoTime();

  /// Runs the action once, after the delay, on the calling context.
  Timer after(Duration delay, Runnable action);

  /// The answer, if it comes within the limit; otherwise the failure that `late` tells. An answer
  /// that comes later is not heard. The limit's timer does not outlive the answer.
  default <T> Future<T> within(
      Duration limit, Future<T> answer, Supplier<? extends Throwable> late) {
    Promise<T> heard = Promise.promise();
    var timer = after(limit, () -> heard.tryFail(late.get()));
    answer.onComplete(heard::tryComplete, heard::tryFail);
    return heard.future().onComplete(_ -> timer.cancel());
  }

  /// A timer that was set. Cancelling one that has fired does nothing.
  interface Timer {
    void cancel();
  }
}
