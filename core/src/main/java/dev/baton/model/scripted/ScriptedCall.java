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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Plays a performance in time: one timer at a time, and without delays a bounded batch before the
/// loop's other tasks get their turn.
final class ScriptedCall extends LoopCall {

  private static final int BATCH = 64;

  private final Scheduler scheduler;
  private final Pace pace;
  private final Performance performance;
  private final Optional<Terminal> ending;
  private @Nullable Timer timer;

  ScriptedCall(
      Executor loop,
      Consumer<ModelEvent> events,
      ErrorClassifier errors,
      Scheduler scheduler,
      Pace pace,
      Performance performance,
      Optional<Terminal> ending) {
    super(loop, events, errors::exception);
    this.scheduler = scheduler;
    this.pace = pace;
    this.performance = performance;
    this.ending = ending;
  }

  @Override
  protected void begin() {
    after(pace.firstDelay());
  }

  @Override
  protected void release(Terminal how) {
    if (timer != null) {
      timer.cancel();
    }
  }

  private void after(Duration delay) {
    if (delay.isZero()) {
      later(this::play);
    } else {
      timer = scheduler.after(delay, () -> attempt(this::play));
    }
  }

  private void play() {
    int batch = pace.delay().isZero() ? BATCH : 1;
    for (int said = 0; said < batch && performance.hasNext(); said++) {
      emit(performance.next());
    }
    if (performance.hasNext()) {
      after(pace.delay());
    } else {
      ending.ifPresent(this::emit);
    }
  }
}
