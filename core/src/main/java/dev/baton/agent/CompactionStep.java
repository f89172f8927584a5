package dev.baton.agent;

import dev.baton.cancellation.Cancellation;
import dev.baton.cancellation.Cause;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatError;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.Part;
import dev.baton.chat.Usage;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelFailure;
import dev.baton.model.ModelRequest;
import dev.baton.model.Price;
import dev.baton.parts.EpisodeLog;
import dev.baton.time.Scheduler;
import java.time.Duration;
import java.util.Optional;

/// One call of the model for a summary, and the commit that puts it in the history's place.
final class CompactionStep {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Turn turn;
  private final ModelSource.ChatModel model;
  private final Scheduler scheduler;

  CompactionStep(Turn turn, ModelSource.ChatModel model, Scheduler scheduler) {
    this.turn = turn;
    this.model = model;
    this.scheduler = scheduler;
  }

  /// Shows that it is going on, waits for the summary and commits it.
  ///
  /// @return why there is none; empty if it was committed, or if something else is to be done now
  Optional<ModelFailure> run(Compaction compaction, ModelRequest request, EpisodeLog log) {
    log.toolCall(compaction.call());
    try {
      var text = new StringBuilder();
      return switch (await(request, text)) {
        case ModelEvent.Finished finished when !text.toString().isBlank() -> {
          commit(compaction, text.toString(), finished.usage(), log);
          yield Optional.empty();
        }
        case ModelEvent.Finished _ -> Optional.of(failure("The model gave no summary."));
        case ModelEvent.Failed(var failure) -> Optional.of(failure);
        case ModelEvent.Cancelled() ->
            turn.cancellation().isCancelled()
                ? Optional.empty()
                : Optional.of(failure("The summary took too long."));
      };
    } finally {
      log.close();
    }
  }

  private ModelEvent.Terminal await(ModelRequest request, StringBuilder text) {
    Cancellation call = turn.cancellation().child();
    Scheduler.Timer limit = scheduler.after(LIMIT, () -> call.cancel(Cause.DEADLINE));
    try {
      return ModelCalls.await(model.model(), request, call, event -> hear(event, text));
    } finally {
      limit.cancel();
    }
  }

  private static void hear(ModelEvent event, StringBuilder text) {
    if (event instanceof ModelEvent.TextDelta(var delta)) {
      text.append(delta);
    }
  }

  private void commit(Compaction compaction, String summary, Usage usage, EpisodeLog log) {
    Part.ToolResult result = compaction.result(summary);
    log.toolResult(result);
    Usage priced = Price.of(model.config().settings()).price(usage);
    turn.commit(new ChatCommand.CommitSummary(compaction.drafts(summary, priced, result)));
  }

  private static ModelFailure failure(String message) {
    return new ModelFailure(ChatError.of(ErrorKind.GENERIC, message), Optional.empty());
  }
}
