package dev.baton.server.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a browser would show of a chat, and the cursor it would come back with. Immutable, so that
/// any moment of it can be kept and resumed from.
///
/// @param messages by id
/// @param cursor empty before the first `synced`, and after a `history_reset` until the next
record StreamView(
    SortedMap<Long, Event.Message> messages,
    List<JsonNode> queue,
    String status,
    Optional<String> workerId,
    Optional<JsonNode> error,
    Optional<JsonNode> retry,
    Optional<JsonNode> action,
    Preview preview,
    Optional<Cursor> cursor) {

  static final StreamView EMPTY =
      new StreamView(
          Collections.emptySortedMap(),
          List.of(),
          "",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Preview.NONE,
          Optional.empty());

  StreamView {
    messages = Collections.unmodifiableSortedMap(messages);
  }

  StreamView after(Event event) {
    return switch (event) {
      case Event.HistoryReset() ->
          withMessages(Collections.emptySortedMap())
              .withPreview(Preview.NONE)
              .withCursor(Optional.empty());
      case Event.Message message -> withMessages(with(message));
      case Event.Queue(var queued) -> withQueue(queued);
      case Event.Status(var now, var worker) -> withStatus(now, worker);
      case Event.Failed(var failure) ->
          withNotices(Optional.of(failure), Optional.empty(), Optional.empty());
      case Event.Retry(var next) ->
          withNotices(Optional.empty(), Optional.of(next), Optional.empty());
      case Event.ActionRequired(var wanted) ->
          withNotices(Optional.empty(), Optional.empty(), Optional.of(wanted));
      case Event.PreviewReset() ->
          withPreview(Preview.NONE).withCursor(cursor.map(at -> new Cursor(at.episode(), 0)));
      case Event.Part part ->
          withPreview(preview.with(part))
              .withNotices(error, Optional.empty(), action)
              .withCursor(cursor.map(_ -> new Cursor(part.episode(), part.seq())));
      case Event.Synced(var at) -> withCursor(Optional.of(at));
    };
  }

  /// What a client holds that comes back with this. A change that was cut off in its middle does
  /// not count: it comes again.
  StreamView holding(Resume resume) {
    return switch (resume) {
      case Resume.Beginning() -> EMPTY;
      case Resume.AfterMessage(var id) -> EMPTY.withMessages(messages.headMap(id + 1));
      case Resume.From(var from) -> withMessages(upTo(from.episode().historyVersion()));
    };
  }

  /// What a client comes back with that has seen this.
  Resume resume() {
    return cursor.<Resume>map(Resume.From::new).orElseGet(Resume.Beginning::new);
  }

  List<Event.Message> timeline() {
    return List.copyOf(messages.values());
  }

  /// Whether one of the messages says exactly this.
  boolean holds(String text) {
    return messages.values().stream().anyMatch(message -> message.text().equals(text));
  }

  boolean isAtRest() {
    return status.equals("waiting") || status.equals("error");
  }

  private SortedMap<Long, Event.Message> upTo(long revision) {
    var held = new TreeMap<>(messages);
    held.values().removeIf(message -> message.revision() > revision);
    return held;
  }

  private SortedMap<Long, Event.Message> with(Event.Message message) {
    var more = new TreeMap<>(messages);
    more.put(message.id(), message);
    return more;
  }

  private StreamView withMessages(SortedMap<Long, Event.Message> now) {
    return new StreamView(now, queue, status, workerId, error, retry, action, preview, cursor);
  }

  private StreamView withQueue(List<JsonNode> now) {
    return new StreamView(messages, now, status, workerId, error, retry, action, preview, cursor);
  }

  /// A status that is not `error` is the end of an error, and so with the other notices.
  private StreamView withStatus(String now, Optional<String> worker) {
    return new StreamView(
        messages,
        queue,
        now,
        worker,
        error.filter(_ -> now.equals("error")),
        retry.filter(_ -> now.equals("running")),
        action.filter(_ -> now.equals("requires_action")),
        preview,
        cursor);
  }

  private StreamView withNotices(
      Optional<JsonNode> error, Optional<JsonNode> retry, Optional<JsonNode> action) {
    return new StreamView(messages, queue, status, workerId, error, retry, action, preview, cursor);
  }

  private StreamView withPreview(Preview now) {
    return new StreamView(messages, queue, status, workerId, error, retry, action, now, cursor);
  }

  private StreamView withCursor(Optional<Cursor> now) {
    return new StreamView(messages, queue, status, workerId, error, retry, action, preview, now);
  }
}
