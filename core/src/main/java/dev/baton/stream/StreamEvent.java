package dev.baton.stream;

import dev.baton.chat.ChatError;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Retry;
import dev.baton.chat.WorkerId;
import dev.baton.parts.Stretch;
import dev.baton.store.StreamCursor;
import java.util.List;
import java.util.Optional;

/// What a watcher of a chat is told, one thing at a time. The shapes on the wire are those of
/// [EventEncoder].
public sealed interface StreamEvent {

  /// A message that is new, or has changed.
  record Committed(Message message) implements StreamEvent {}

  /// Live parts of the current episode.
  record Live(EpisodeId episode, WorkerId workerId, Stretch stretch) implements StreamEvent {}

  record Status(ChatStatus status, Optional<WorkerId> workerId) implements StreamEvent {}

  /// The whole queue.
  record Queue(List<QueuedMessage> messages) implements StreamEvent {}

  record Failed(ChatError error) implements StreamEvent {}

  /// The present attempt has failed and will be made again.
  record Retrying(Retry retry) implements StreamEvent {}

  /// The client is to execute these calls.
  record ActionRequired(List<Part.ToolCall> calls) implements StreamEvent {}

  /// The parts shown so far are void.
  record PreviewReset() implements StreamEvent {}

  /// The messages and parts shown so far are void; the messages follow again.
  record HistoryReset() implements StreamEvent {}

  /// All durable events of a version have been told.
  record Synced(StreamCursor.Position position) implements StreamEvent {}

  /// Where a client stands that held `before` and has now received this event. A client whose
  /// history was reset stands at the beginning until it is synced again.
  default StreamCursor after(StreamCursor before) {
    return switch (this) {
      case Synced(var position) -> position;
      case HistoryReset() -> new StreamCursor.Beginning();
      case PreviewReset()
          when before instanceof StreamCursor.Position(var history, var attempt, _) ->
          new StreamCursor.Position(history, attempt, 0);
      case Live(var episode, _, var stretch)
          when before instanceof StreamCursor.Position(var history, var attempt, _)
              && history == episode.historyVersion()
              && attempt == episode.attempt() ->
          new StreamCursor.Position(history, attempt, stretch.seq());
      default -> before;
    };
  }
}
