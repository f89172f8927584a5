package dev.baton.store;

import dev.baton.chat.ChatId;
import dev.baton.chat.RunnerId;
import dev.baton.chat.WorkerId;
import java.time.Duration;
import java.util.Optional;

/// A chat that is now this worker's.
///
/// @param row as it stood when it was taken, owned by `runnerId`
/// @param takenFrom the dead worker that owned it before
/// @param waited since when nobody has run it, by the database's clock; of a chat of a dead worker,
///   since its turn began
public record Acquired(
    TurnState row, RunnerId runnerId, Optional<WorkerId> takenFrom, Duration waited) {

  public Acquired(TurnState row, RunnerId runnerId, Optional<WorkerId> takenFrom) {
    this(row, runnerId, takenFrom, Duration.ZERO);
  }

  public ChatId chatId() {
    return row.chatId();
  }
}
