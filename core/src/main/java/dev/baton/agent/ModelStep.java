package dev.baton.agent;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatError;
import dev.baton.chat.Draft;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.Part;
import dev.baton.chat.Retry;
import dev.baton.model.LanguageModel;
import dev.baton.model.ModelCall;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelFailure;
import dev.baton.model.ModelRequest;
import dev.baton.parts.EpisodeLog;
import dev.baton.store.TurnHistory.OpenCall;
import dev.baton.store.TurnState;
import dev.baton.time.Scheduler;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// One call of the model, from the first delta to its commit.
final class ModelStep {

  private final Turn turn;
  private final RetryPolicy retries;
  private final Scheduler scheduler;
  private final Predicate<Part.ToolCall> isClients;
  private List<OpenCall> opened = List.of();

  ModelStep(
      Turn turn, RetryPolicy retries, Scheduler scheduler, Predicate<Part.ToolCall> isClients) {
    this.turn = turn;
    this.retries = retries;
    this.scheduler = scheduler;
    this.isClients = isClients;
  }

  /// The calls whose intents were committed with the answer; none of them is started.
  List<OpenCall> opened() {
    return opened;
  }

  /// Streams one answer into the log and commits it.
  ///
  /// @return what was not committed
  Held run(LanguageModel model, ModelRequest request, EpisodeLog log) {
    var step = new StepBuilder(log);
    ModelEvent.Terminal end;
    try {
      end = stream(model, request, step);
    } finally {
      log.close();
    }
    return switch (end) {
      case ModelEvent.Finished finished -> commit(step, finished);
      case ModelEvent.Failed(var failure) -> fail(failure);
      case ModelEvent.Cancelled() -> held(step);
    };
  }

  private ModelEvent.Terminal stream(LanguageModel model, ModelRequest request, StepBuilder step) {
    var end = Promise.<ModelEvent.Terminal>promise();
    ModelCall call =
        model.stream(
            request,
            event -> {
              step.accept(event);
              if (event instanceof ModelEvent.Terminal terminal) {
                end.complete(terminal);
              }
            });
    turn.cancellation().requested().onSuccess(_ -> call.cancel());
    return end.future().await();
  }

  private Held commit(StepBuilder step, ModelEvent.Finished finished) {
    TurnState state = turn.state();
    Optional<Draft> message = step.message(state.modelConfigId(), finished.usage());
    if (message.isEmpty() && finished.reason() == ModelEvent.FinishReason.CONTENT_FILTER) {
      turn.commit(new ChatCommand.FinishError(filtered()));
      return Held.NOTHING;
    }
    boolean committed =
        step.calls().isEmpty()
            ? turn.commit(new ChatCommand.FinishTurn(message.stream().toList()))
            : open(message.orElseThrow(), step.calls());
    return committed ? Held.NOTHING : held(state, step);
  }

  private boolean open(Draft message, List<Part.ToolCall> calls) {
    boolean committed =
        turn.commit(
            new ChatCommand.CommitCalls(
                message,
                calls.stream().filter(isClients.negate()).toList(),
                calls.stream().filter(isClients).toList()));
    if (committed) {
      opened = calls.stream().map(call -> new OpenCall(call, isClients.test(call), false)).toList();
    }
    return committed;
  }

  private Held fail(ModelFailure failure) {
    int failures = turn.state().counters().providerFailures() + 1;
    Optional<Duration> delay = retries.delayAfter(failures, failure);
    ChatError error = failure.error();
    turn.commit(
        delay.isPresent()
            ? new ChatCommand.RecordRetry(retry(failures, delay.get(), error))
            : new ChatCommand.FinishError(error));
    return Held.NOTHING;
  }

  private Retry retry(int failures, Duration delay, ChatError error) {
    return new Retry(
        failures,
        delay.toMillis(),
        error.message(),
        error.kind(),
        error.provider(),
        error.statusCode(),
        scheduler.instant().plus(delay));
  }

  private Held held(StepBuilder step) {
    return held(turn.state(), step);
  }

  private static Held held(TurnState state, StepBuilder step) {
    return new Held(state.versions().history(), step.partial(state.modelConfigId()));
  }

  private static ChatError filtered() {
    return ChatError.of(
        ErrorKind.CONTENT_FILTER,
        "The provider's content filter held the answer back. Rephrase the message.");
  }
}
