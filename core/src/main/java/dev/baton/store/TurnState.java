package dev.baton.store;

import dev.baton.chat.ChatId;
import dev.baton.chat.ChatState;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.RunnerId;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// A chat's row as its runner sees it, and so also the fence of the runner's next commit: (chat,
/// runner, status, history version, attempt), and the queue version where the move depends on the
/// queue.
///
/// @param queued messages in the queue at `versions.queue()`
/// @param retryIn how long until the next attempt may begin, by the database's clock
/// @param actionDeadlineIn how long the client has left to answer its calls; may be negative
public record TurnState(
    ChatId chatId,
    UserId ownerId,
    Optional<WorkerId> workerId,
    Optional<RunnerId> runnerId,
    ChatStatus status,
    boolean archived,
    Versions versions,
    int queued,
    UUID modelConfigId,
    Optional<String> reasoningEffort,
    String dynamicTools,
    Counters counters,
    Optional<Duration> retryIn,
    Optional<Duration> actionDeadlineIn) {

  /// Each counts one thing only.
  ///
  /// @param providerFailures failed model calls since the last change of the history
  /// @param ownerDeaths owners that died on this chat since its last change of the history
  /// @param steps model answers committed in this turn
  public record Counters(int providerFailures, int ownerDeaths, int steps) {}

  public ChatState state() {
    return ChatState.of(status, archived, queued);
  }

  public EpisodeId episode() {
    return new EpisodeId(chatId, versions.history(), versions.attempt());
  }

  public boolean isOwnedBy(RunnerId runner) {
    return runnerId.filter(runner::equals).isPresent();
  }
}
