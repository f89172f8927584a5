package dev.baton.worker;

import dev.baton.chat.Usage;
import dev.baton.model.LanguageModel;
import dev.baton.model.ModelCall;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelFailure;
import dev.baton.model.ModelRequest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A model that says what the test makes it say.
final class FakeModel implements LanguageModel {

  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

  @Override
  public ModelCall stream(ModelRequest request, Consumer<ModelEvent> events) {
    var call = new Call(request, events);
    calls.add(call);
    return call;
  }

  /// The next call, which must come.
  Call awaitCall() throws InterruptedException {
    Call call = calls.poll(10, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("the model was not called");
    }
    return call;
  }

  boolean wasCalledAgain() {
    return !calls.isEmpty();
  }

  /// A call in the test's hands.
  static final class Call implements ModelCall {

    final ModelRequest request;
    private final Consumer<ModelEvent> events;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Call(ModelRequest request, Consumer<ModelEvent> events) {
      this.request = request;
      this.events = events;
    }

    Call text(String text) {
      events.accept(new ModelEvent.TextDelta(text));
      return this;
    }

    Call tool(String id, String name, String args) {
      events.accept(new ModelEvent.ToolCall(id, name, args));
      return this;
    }

    void finish() {
      end(new ModelEvent.Finished(ModelEvent.FinishReason.STOP, Usage.UNKNOWN));
    }

    void fail(ModelFailure failure) {
      end(new ModelEvent.Failed(failure));
    }

    boolean isCancelled() {
      return ended.get();
    }

    @Override
    public void cancel() {
      end(new ModelEvent.Cancelled());
    }

    private void end(ModelEvent.Terminal terminal) {
      if (ended.compareAndSet(false, true)) {
        events.accept(terminal);
      }
    }
  }
}
