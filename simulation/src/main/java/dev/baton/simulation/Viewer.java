package dev.baton.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.json.Json;
import dev.baton.simulation.store.ChatRow;
import dev.baton.simulation.store.QueuedRow;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamCursor.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a client makes of a stream: it reduces events to what it shows, and at each event checks
/// what the contract promises. Nothing here knows of connections; see [Watcher].
final class Viewer {

  private record Episode(long history, long attempt) {}

  private final String name;
  private final ChatId chat;
  private final World world;
  private final Witness witness;

  private StreamCursor cursor = new StreamCursor.Beginning();

  // What it shows
  private final TreeMap<Long, Long> messages = new TreeMap<>();
  private List<Long> queue = List.of();
  private String status = "";
  private String worker = "";
  private boolean hasError;
  private boolean hasRetry;
  private boolean hasAction;
  private long seq;
  private @Nullable Episode shown;
  private final StringBuilder text = new StringBuilder();
  private boolean textIsWhole = true;

  // Of this connection, and of what was told since it was last synced
  private final Set<List<Long>> sent = new HashSet<>();
  private final List<String> batch = new ArrayList<>();
  private long floor;
  private long lastId;
  private boolean retired;
  private boolean synced;

  Viewer(String name, ChatId chat, World world, Witness witness) {
    this.name = name;
    this.chat = chat;
    this.world = world;
    this.witness = witness;
  }

  ChatId chat() {
    return chat;
  }

  /// With what it would come back.
  StreamCursor cursor() {
    return cursor;
  }

  Optional<Long> newestMessage() {
    return messages.isEmpty() ? Optional.empty() : Optional.of(messages.lastKey());
  }

  boolean isSynced() {
    return synced && batch.isEmpty();
  }

  /// A connection begins, with a cursor that need not be its own.
  void connect(StreamCursor with) {
    cursor = with;
    sent.clear();
    batch.clear();
    floor = -1;
    lastId = 0;
    retired = false;
    synced = false;
    status = "";
    worker = "";
    hasError = false;
    hasRetry = false;
    hasAction = false;
    switch (with) {
      case StreamCursor.Beginning() -> {
        messages.clear();
        dropPreview();
      }
      case StreamCursor.AfterMessage _ -> {}
      case Position(var history, var attempt, var last) -> {
        floor = history;
        textIsWhole &= last == seq || last == 0;
        seq = last;
        shown = last == 0 ? null : new Episode(history, attempt);
      }
    }
  }

  void receive(String frame) {
    Json.parse(frame).forEach(this::receive);
  }

  private void receive(JsonNode event) {
    String type = event.path("type").asText();
    batch.add(type);
    world.count("event/" + type);
    world.tell(name, "is told %s", new Brief(event));
    switch (type) {
      case "message" -> message(event.path("message"));
      case "message_part" -> part(event);
      case "status" -> status(event);
      case "queue_update" ->
          queue =
              event.path("queued_messages").valueStream().map(m -> m.path("id").asLong()).toList();
      case "error" -> {
        hasError = true;
        retired = true;
      }
      case "retry" -> {
        hasRetry = true;
        retired = true;
      }
      case "action_required" -> hasAction = true;
      case "preview_reset" -> previewReset();
      case "history_reset" -> historyReset();
      case "synced" -> synced(event);
      default -> require(false, "unknown event %s", type);
    }
  }

  private void status(JsonNode event) {
    status = event.path("status").asText();
    worker = event.path("worker_id").asText();
    hasError &= status.equals("error");
    hasAction &= status.equals("requires_action");
    hasRetry &= status.equals("running");
  }

  private void previewReset() {
    dropPreview();
    // A failure told in the same change is already that of the new attempt.
    hasRetry &= batch.contains("retry");
    retired &= batch.contains("retry") || batch.contains("error");
    if (cursor instanceof Position(var history, var attempt, _)) {
      cursor = new Position(history, attempt, 0);
    }
  }

  private void historyReset() {
    dropPreview();
    messages.clear();
    sent.clear();
    batch.clear();
    floor = -1;
    lastId = 0;
    cursor = new StreamCursor.Beginning();
  }

  private void dropPreview() {
    seq = 0;
    shown = null;
    text.setLength(0);
    textIsWhole = true;
  }

  private void message(JsonNode message) {
    long id = message.path("id").asLong();
    long revision = message.path("revision").asLong();
    require(revision > floor, "message %d of revision %d, which its cursor covered", id, revision);
    require(sent.add(List.of(id, revision)), "message %d of revision %d again", id, revision);
    require(id > lastId, "message %d after message %d", id, lastId);
    require(
        !batch.contains("preview_reset"), "message %d after the reset that drops its parts", id);
    lastId = id;
    messages.put(id, revision);
  }

  private void part(JsonNode event) {
    var episode =
        new Episode(
            event.path("history_version").asLong(), event.path("generation_attempt").asLong());
    long last = event.path("seq").asLong();
    long first = last - event.path("count").asLong(1) + 1;
    require(!retired, "part %d of an attempt that has failed", last);
    require(
        status.equals("running") || status.equals("interrupting"), "part %d in %s", last, status);
    require(
        event.path("worker_id").asText().equals(worker),
        "part %d from another worker than the one that was named",
        last);
    require(
        shown == null || shown.equals(episode), "a part of %s while %s is shown", episode, shown);
    require(first == seq + 1, "part %d after part %d", first, seq);
    shown = episode;
    seq = last;
    text.append(event.path("part").path("text").asText());
    if (textIsWhole) {
      witness.agree(chat, episode.history(), episode.attempt(), seq, text.toString());
    }
    if (cursor instanceof Position(var history, var attempt, _)
        && episode.equals(new Episode(history, attempt))) {
      cursor = new Position(history, attempt, seq);
    }
  }

  private void synced(JsonNode event) {
    var position =
        new Position(
            event.path("history_version").asLong(),
            event.path("generation_attempt").asLong(),
            event.path("seq").asLong());
    require(position.seq() == seq, "synced at part %d, shown is %d", position.seq(), seq);
    require(
        shown == null || shown.equals(new Episode(position.historyVersion(), position.attempt())),
        "synced at %s while %s is shown",
        position,
        shown);
    Map<Long, Long> truth = witness.history(chat, position.historyVersion());
    require(messages.equals(truth), "synced at %s: shows %s of %s", position, messages, truth);
    if (synced && cursor instanceof Position(var history, _, _)) {
      require(position.historyVersion() >= history, "synced at %s after %d", position, history);
    } else if (!synced) {
      require(
          batch.contains("queue_update") && batch.contains("status"),
          "a connection began with %s",
          batch);
    }
    synced = true;
    cursor = position;
    batch.clear();
    lastId = 0;
  }

  /// What it shows wrongly; empty if it shows the row as it is.
  Optional<String> differenceTo(ChatRow row) {
    record Shown(
        Map<Long, Long> messages,
        List<Long> queue,
        String status,
        String worker,
        boolean error,
        boolean action,
        boolean retry) {}
    var mine = new Shown(messages, queue, status, worker, hasError, hasAction, hasRetry);
    var truth =
        new Shown(
            Witness.revisions(row),
            row.queue().stream().map(QueuedRow::id).toList(),
            row.status().wireName(),
            row.workerId().map(Object::toString).orElse(""),
            row.status() == ChatStatus.ERROR,
            row.status() == ChatStatus.REQUIRES_ACTION,
            false);
    return mine.equals(truth) ? Optional.empty() : Optional.of(mine + " instead of " + truth);
  }

  private void require(boolean holds, String detail, @Nullable Object... about) {
    if (!holds) {
      world.chronicle().violated(Check.VIEW, name + ": " + detail, about);
    }
  }
}
