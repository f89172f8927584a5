package dev.baton.agent;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatError;
import dev.baton.chat.Retry;
import dev.baton.model.ModelFailure;
import dev.baton.time.Scheduler;
import java.time.Duration;
import java.util.Optional;

/// What becomes of a turn whose model call failed: it is made again after a pause, or the turn ends
/// with the error. The count of failures is in the row.
record FailedCalls(Turn turn, RetryPolicy retries, Scheduler scheduler) {

  void commit(ModelFailure failure) {
    int failures = turn.state().counters().providerFailures() + 1;
    Optional<Duration> delay = retries.delayAfter(failures, failure);
    ChatError error = failure.error();
    turn.commit(
        delay.isPresent()
            ? new ChatCommand.RecordRetry(retry(failures, delay.get(), error))
            : new ChatCommand.FinishError(error));
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
}
