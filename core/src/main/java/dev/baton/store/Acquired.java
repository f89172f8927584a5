package dev.baton.store;

import dev.baton.chat.ChatId;
import dev.baton.chat.RunnerId;
import dev.baton.chat.WorkerId;
import java.util.Optional;

/// A chat that is now this worker's.
///
/// @param row as it stood when it was taken, owned by `runnerId`
/// @param takenFrom the dead worker that owned it before
public record Acquired(TurnState row, RunnerId runnerId, Optional<WorkerId> takenFrom) {

  public ChatId chatId() {
    return row.chatId();
  }
}
