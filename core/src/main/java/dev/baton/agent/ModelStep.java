package dev.baton.agent;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatError;
import dev.baton.chat.Draft;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.Part;
import dev.baton.chat.Usage;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelFailure;
import dev.baton.model.ModelRequest;
import dev.baton.model.Price;
import dev.baton.parts.EpisodeLog;
import dev.baton.store.TurnHistory.OpenCall;
import dev.baton.store.TurnState;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// One call of the model, from the first delta to its commit.
final class ModelStep {

  private final Turn turn;
  private final ModelSource.ChatModel model;
  private final Predicate<Part.ToolCall> isClients;

  /// What came of it.
  sealed interface Outcome {

    /// It is in the store. Of the calls whose intents were committed with it none is started.
    record Committed(List<OpenCall> opened) implements Outcome {}

    /// It is not, or not yet.
    record Uncommitted(Held held) implements Outcome {}

    record Failed(ModelFailure failure) implements Outcome {}
  }

  ModelStep(Turn turn, ModelSource.ChatModel model, Predicate<Part.ToolCall> isClients) {
    this.turn = turn;
    this.model = model;
    this.isClients = isClients;
  }

  /// Streams one answer into the log and commits it.
  Outcome run(ModelRequest request, EpisodeLog log) {
    var step = new StepBuilder(log);
    ModelEvent.Terminal end;
    try {
      end = ModelCalls.await(model.model(), request, turn.cancellation(), step::accept);
    } finally {
      log.close();
    }
    return switch (end) {
      case ModelEvent.Finished finished -> commit(step, finished);
      case ModelEvent.Failed(var failure) -> new Outcome.Failed(failure);
      case ModelEvent.Cancelled() -> new Outcome.Uncommitted(held(turn.state(), step));
    };
  }

  private Outcome commit(StepBuilder step, ModelEvent.Finished finished) {
    TurnState state = turn.state();
    Usage usage = Price.of(model.config().settings()).price(finished.usage());
    Optional<Draft> message = step.message(state.modelConfigId(), usage);
    if (message.isEmpty() && finished.reason() == ModelEvent.FinishReason.CONTENT_FILTER) {
      turn.commit(new ChatCommand.FinishError(filtered()));
      return new Outcome.Uncommitted(Held.NOTHING);
    }
    List<Part.ToolCall> calls = step.calls();
    return turn.commit(calls.isEmpty() ? finish(message) : open(message.orElseThrow(), calls))
        ? new Outcome.Committed(opened(calls))
        : new Outcome.Uncommitted(held(state, step));
  }

  private static ChatCommand.Work finish(Optional<Draft> message) {
    return new ChatCommand.FinishTurn(message.stream().toList());
  }

  private ChatCommand.Work open(Draft message, List<Part.ToolCall> calls) {
    return new ChatCommand.CommitCalls(
        message,
        calls.stream().filter(isClients.negate()).toList(),
        calls.stream().filter(isClients).toList());
  }

  private List<OpenCall> opened(List<Part.ToolCall> calls) {
    return calls.stream().map(call -> new OpenCall(call, isClients.test(call), false)).toList();
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
