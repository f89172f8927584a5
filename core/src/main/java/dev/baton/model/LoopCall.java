package dev.baton.model;

import dev.baton.model.ModelEvent.Terminal;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/// A call on one event loop, which sends its events up to and with its one terminal event. What
/// happens later is ignored, so that a subclass need not ask in which phase a late answer finds it.
///
/// All methods but [#start] and [#cancel] are called on the loop only.
public abstract class LoopCall implements ModelCall {

  private final Executor loop;
  private final Consumer<ModelEvent> events;
  private final Function<Throwable, ModelFailure> classifier;
  private boolean ended;

  /// @param classifier what an exception means to people
  protected LoopCall(
      Executor loop, Consumer<ModelEvent> events, Function<Throwable, ModelFailure> classifier) {
    this.loop = loop;
    this.events = events;
    this.classifier = classifier;
  }

  /// Begins, unless a cancellation was quicker.
  public final LoopCall start() {
    later(this::begin);
    return this;
  }

  @Override
  public final void cancel() {
    loop.execute(() -> emit(new ModelEvent.Cancelled()));
  }

  protected abstract void begin();

  /// Gives up timers and connections. Called once, before the terminal event is sent.
  protected abstract void release(Terminal how);

  /// Runs a task after those already waiting for the loop, unless the call has ended by then.
  protected final void later(Runnable task) {
    loop.execute(() -> attempt(task));
  }

  /// Runs a task now, unless the call has ended. Whatever goes wrong in it ends the call: one that
  /// was left open would hold its chat for ever.
  protected final void attempt(Runnable task) {
    if (ended) {
      return;
    }
    try {
      task.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  protected final void emit(ModelEvent event) {
    if (ended) {
      return;
    }
    if (event instanceof Terminal terminal) {
      ended = true;
      release(terminal);
    }
    events.accept(event);
  }

  protected final void fail(ModelFailure failure) {
    emit(new ModelEvent.Failed(failure));
  }

  protected final void fail(Throwable failure) {
    fail(classifier.apply(failure));
  }

  protected final boolean hasEnded() {
    return ended;
  }
}
