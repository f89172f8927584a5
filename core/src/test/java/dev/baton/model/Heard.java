package dev.baton.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatError;
import dev.baton.model.ModelEvent.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Listens to a call. Whoever asks for what has not been said yet waits for it, up to a deadline
/// that only a failed test meets.
public final class Heard implements Consumer<ModelEvent> {

  private static final long PATIENCE_SECONDS = 20;

  private final List<ModelEvent> events = new ArrayList<>();
  private final CompletableFuture<Terminal> terminal = new CompletableFuture<>();
  private final CountDownLatch first = new CountDownLatch(1);

  @Override
  public synchronized void accept(ModelEvent event) {
    events.add(event);
    first.countDown();
    if (event instanceof Terminal last) {
      terminal.complete(last);
    }
  }

  public synchronized List<ModelEvent> events() {
    return List.copyOf(events);
  }

  public void awaitFirst() throws InterruptedException {
    assertThat(first.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("an event was heard").isTrue();
  }

  public boolean hasEnded() {
    return terminal.isDone();
  }

  public Terminal terminal() throws InterruptedException {
    try {
      return terminal.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the call did not end; heard " + events(), e);
    }
  }

  public ModelEvent.Finished finished() throws InterruptedException {
    assertThat(terminal()).isInstanceOf(ModelEvent.Finished.class);
    return (ModelEvent.Finished) terminal();
  }

  public ModelFailure failure() throws InterruptedException {
    assertThat(terminal()).isInstanceOf(ModelEvent.Failed.class);
    return ((ModelEvent.Failed) terminal()).failure();
  }

  public ChatError error() throws InterruptedException {
    return failure().error();
  }

  public String text() {
    return joined(ModelEvent.TextDelta.class, ModelEvent.TextDelta::text);
  }

  public String reasoning() {
    return joined(ModelEvent.ReasoningDelta.class, ModelEvent.ReasoningDelta::text);
  }

  /// The pieces of a call's arguments, joined.
  public String args(String toolCallId) {
    return of(ModelEvent.ToolCallDelta.class).stream()
        .filter(delta -> delta.toolCallId().equals(toolCallId))
        .map(ModelEvent.ToolCallDelta::argsDelta)
        .collect(Collectors.joining());
  }

  public List<ModelEvent.ToolCall> calls() {
    return of(ModelEvent.ToolCall.class);
  }

  public <T extends ModelEvent> List<T> of(Class<T> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// Exactly one terminal event, and it is the last one.
  public void assertEndedOnce() throws InterruptedException {
    terminal();
    assertThat(of(Terminal.class)).hasSize(1);
    assertThat(events().getLast()).isInstanceOf(Terminal.class);
  }

  private <T extends ModelEvent> String joined(Class<T> type, Function<T, String> text) {
    return of(type).stream().map(text).collect(Collectors.joining());
  }
}
