package dev.baton.model.scripted;

import dev.baton.model.ErrorClassifier;
import dev.baton.model.LoopCall;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelEvent.Terminal;
import dev.baton.time.Scheduler;
import dev.baton.time.Scheduler.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Plays a performance in time: one timer at a time, and without delays a bounded batch before the
/// loop's other tasks get their turn.
final class ScriptedCall extends LoopCall {

  private static final int BATCH = 64;

  private final Scheduler scheduler;
  private final Step step;
  private final Pace pace;
  private final Performance performance;
  private final Optional<Terminal> ending;
  private long dueNanos;
  private @Nullable Timer timer;

  ScriptedCall(
      Executor loop,
      Consumer<ModelEvent> events,
      ErrorClassifier errors,
      Scheduler scheduler,
      Step step,
      Performance performance,
      Optional<Terminal> ending) {
    super(loop, events, errors::exception);
    this.scheduler = scheduler;
    this.step = step;
    this.pace = step.pace();
    this.performance = performance;
    this.ending = ending;
  }

  @Override
  protected void begin() {
    dueNanos = scheduler.nanoTime() + pace.firstDelay().toNanos();
    after(pace.firstDelay(), this::play);
  }

  @Override
  protected void release(Terminal how) {
    if (timer != null) {
      timer.cancel();
    }
  }

  private void after(Duration delay, Runnable action) {
    if (delay.isZero() || delay.isNegative()) {
      later(action);
    } else {
      timer = scheduler.after(delay, () -> attempt(action));
    }
  }

  private void play() {
    switch (pace.beat()) {
      case RELAXED -> sayBatch();
      case STEADY -> sayWhatIsDue();
    }
  }

  private void sayBatch() {
    int batch = pace.delay().isZero() ? BATCH : 1;
    for (int said = 0; said < batch && performance.hasNext(); said++) {
      emit(stamped(performance.next(), Duration.ZERO));
    }
    goOn(pace.delay());
  }

  private void sayWhatIsDue() {
    for (int said = 0; said < BATCH && performance.hasNext() && left() <= 0; said++) {
      emit(stamped(performance.next(), Duration.ofNanos(-left())));
      dueNanos += pace.delay().toNanos();
    }
    goOn(wholeMillis(left()));
  }

  private void goOn(Duration delay) {
    if (performance.hasNext()) {
      after(delay, this::play);
    } else {
      ending.ifPresent(this::emit);
    }
  }

  private long left() {
    return dueNanos - scheduler.nanoTime();
  }

  /// Timers count in milliseconds; one that is too early would only have to be set again.
  private static Duration wholeMillis(long nanos) {
    return Duration.ofMillis(Math.ceilDiv(nanos, 1_000_000L));
  }

  /// `<nanoseconds since 1970>/<nanoseconds late> `, and the text.
  private ModelEvent stamped(ModelEvent event, Duration late) {
    if (!step.stamping() || !(event instanceof ModelEvent.TextDelta(var text))) {
      return event;
    }
    var now = scheduler.instant();
    long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    return new ModelEvent.TextDelta(nanos + "/" + late.toNanos() + " " + text);
  }
}
