package dev.baton.store;

import dev.baton.chat.ChatError;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.Part;
import dev.baton.chat.Retry;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import java.util.List;
import java.util.Optional;

/// The columns of a chat that its subscribers are told of.
///
/// @param error present in status `error`
/// @param retry present while an attempt waits to be made again
/// @param clientCalls the open calls of the client in status `requires_action`
public record StreamRow(
    ChatId chatId,
    UserId ownerId,
    ChatStatus status,
    boolean archived,
    Optional<WorkerId> workerId,
    Versions versions,
    Optional<ChatError> error,
    Optional<Retry> retry,
    List<Part.ToolCall> clientCalls) {

  public EpisodeId episode() {
    return new EpisodeId(chatId, versions.history(), versions.attempt());
  }
}
