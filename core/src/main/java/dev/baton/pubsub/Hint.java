package dev.baton.pubsub;

import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.RunnerId;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import java.util.Optional;

/// Says that a chat's row has moved, and where to: enough to be dropped without a read by those it
/// does not concern. It carries ids and versions, never content, and may be lost, doubled, late or
/// out of order.
public record Hint(
    Kind kind,
    ChatId chatId,
    UserId ownerId,
    Versions versions,
    ChatStatus status,
    boolean archived,
    Optional<WorkerId> workerId,
    Optional<RunnerId> runnerId) {

  /// What kind of change it was; only a matter of how a list of chats tells it.
  public enum Kind {
    CREATED,
    CHANGED,
    TITLED,
    DELETED
  }

  /// Whether somebody should run the chat, and nobody does.
  public boolean isUpForAcquisition() {
    return kind != Kind.DELETED && status.isRunnable() && !archived && runnerId.isEmpty();
  }
}
