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
///
/// @param traceparent the request that moved it, for traces (W3C Trace Context)
public record Hint(
    Kind kind,
    ChatId chatId,
    UserId ownerId,
    Versions versions,
    ChatStatus status,
    boolean archived,
    Optional<WorkerId> workerId,
    Optional<RunnerId> runnerId,
    Optional<String> traceparent) {

  public Hint(
      Kind kind,
      ChatId chatId,
      UserId ownerId,
      Versions versions,
      ChatStatus status,
      boolean archived,
      Optional<WorkerId> workerId,
      Optional<RunnerId> runnerId) {
    this(kind, chatId, ownerId, versions, status, archived, workerId, runnerId, Optional.empty());
  }

  /// The same, as part of a trace.
  public Hint tracedAs(String parent) {
    return new Hint(
        kind, chatId, ownerId, versions, status, archived, workerId, runnerId, Optional.of(parent));
  }

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
