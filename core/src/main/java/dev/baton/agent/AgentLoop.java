package dev.baton.agent;

import dev.baton.agent.ModelSource.ChatModel;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatError;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.ErrorKind;
import dev.baton.parts.EpisodeLog;
import dev.baton.store.TurnHistory;
import dev.baton.store.TurnHistory.OpenCall;
import dev.baton.store.TurnState;
import dev.baton.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Brings one chat forward, a step at a time. One loop belongs to one runner; see the package note
/// for the order of things.
public final class AgentLoop {

  private final AgentConfig config;
  private final RetryPolicy retries;
  private final ModelSource models;
  private final Function<EpisodeId, EpisodeLog> logs;
  private final Scheduler scheduler;
  private Opened opened = Opened.NOTHING;

  /// The calls of a step that was committed here, and the episode that began with it.
  private record Opened(Optional<EpisodeId> episode, List<OpenCall> calls) {
    static final Opened NOTHING = new Opened(Optional.empty(), List.of());
  }

  /// @param logs opens the live log of an episode that has just begun
  public AgentLoop(
      AgentConfig config,
      RetryPolicy retries,
      ModelSource models,
      Function<EpisodeId, EpisodeLog> logs,
      Scheduler scheduler) {
    this.config = config;
    this.retries = retries;
    this.models = models;
    this.logs = logs;
    this.scheduler = scheduler;
  }

  /// Does what a running chat needs next, up to its commit.
  ///
  /// @return what exists of the step if it was not committed
  public Held advance(Turn turn) {
    Optional<ChatError> limit = exceeded(turn.state());
    if (limit.isPresent()) {
      turn.commit(new ChatCommand.FinishError(limit.get()));
      return Held.NOTHING;
    }
    List<OpenCall> calls = justOpened(turn.state());
    if (!calls.isEmpty()) {
      return withModel(turn, model -> settle(turn, calls, model));
    }
    Duration retryIn = turn.state().retryIn().orElse(Duration.ZERO);
    return turn.cancellation().pause(scheduler, retryIn)
        ? turn.begin().map(history -> advance(turn, history)).orElse(Held.NOTHING)
        : Held.NOTHING;
  }

  /// Calls that nobody can have started since they were opened here. Known once only: whoever comes
  /// a second time must read what has been started.
  private List<OpenCall> justOpened(TurnState state) {
    Opened last = opened;
    opened = Opened.NOTHING;
    return last.episode().filter(state.episode()::equals).isPresent() ? last.calls() : List.of();
  }

  private Held advance(Turn turn, TurnHistory history) {
    if (!history.openCalls().isEmpty()) {
      return withModel(turn, model -> settle(turn, history.openCalls(), model));
    }
    if (Prompt.isAnswered(history)) {
      turn.commit(new ChatCommand.FinishTurn(List.of()));
      return Held.NOTHING;
    }
    return withModel(turn, model -> callModel(turn, history, model));
  }

  private Held withModel(Turn turn, Function<ChatModel, Held> step) {
    Optional<Optional<ChatModel>> answer =
        turn.asked(() -> models.model(turn.state().modelConfigId()));
    if (answer.isPresent() && answer.get().isEmpty()) {
      turn.commit(new ChatCommand.FinishError(noModel()));
    }
    return answer.flatMap(Function.identity()).map(step).orElse(Held.NOTHING);
  }

  private Held callModel(Turn turn, TurnHistory history, ChatModel model) {
    TurnState state = turn.state();
    var clients = ClientTools.of(state.dynamicTools(), model.toolbox());
    var request = Prompt.of(state, history, model.config(), clients.beside(model.toolbox()));
    var step = new ModelStep(turn, retries, scheduler, call -> clients.has(call.toolName()));
    Held held = step.run(model.model(), request, logs.apply(state.episode()));
    opened = new Opened(Optional.of(turn.state().episode()), step.opened());
    return held;
  }

  private Held settle(Turn turn, List<OpenCall> calls, ChatModel model) {
    EpisodeLog log = logs.apply(turn.state().episode());
    try {
      return new ToolStep(turn, model.toolbox(), config, scheduler, log).run(calls);
    } finally {
      log.close();
    }
  }

  private Optional<ChatError> exceeded(TurnState state) {
    if (state.counters().ownerDeaths() >= config.maxOwnerDeaths()) {
      return Optional.of(
          ChatError.of(
              ErrorKind.OWNER_DEATHS,
              "The servers that ran this chat went down "
                  + state.counters().ownerDeaths()
                  + " times without getting further. Edit the last message, or retry."));
    }
    if (state.counters().steps() >= config.maxSteps()) {
      return Optional.of(
          ChatError.of(
              ErrorKind.TURN_LIMIT,
              "The turn took " + config.maxSteps() + " steps. Send a message to go on."));
    }
    return Optional.empty();
  }

  private static ChatError noModel() {
    return ChatError.of(
        ErrorKind.CONFIG,
        "No default chat model config is configured. Add a model and make it the default.");
  }
}
