package dev.baton.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.ChatId;
import dev.baton.json.Json;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamCursor.Position;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A client as a browser would be one: it reduces events to what it shows, and at each event checks
/// what the contract promises.
final class Browser {

  private record Episode(long history, long attempt) {}

  private final LongFunction<Map<Long, Long>> truth;
  private final LongSupplier step;
  private final BooleanSupplier fillsUp;
  private final Map<String, Integer> tally;

  final ChatId chat;
  private @Nullable Socket socket;
  private @Nullable ChatStream stream;
  StreamCursor cursor = new StreamCursor.Beginning();

  // What it shows
  final TreeMap<Long, Long> messages = new TreeMap<>();
  List<Long> queue = List.of();
  String status = "";
  String worker = "";
  boolean hasError;
  boolean hasRetry;
  boolean hasAction;
  long seq;
  private @Nullable Episode shown;

  // Of this connection, and of what was told since it was last synced
  private final Set<List<Long>> sent = new HashSet<>();
  private final List<String> batch = new ArrayList<>();
  private long floor;
  private long lastId;
  private boolean retired;
  private boolean hasBeenSynced;

  /// @param truth a chat's messages and their revisions at a history version
  /// @param tally counts the events received, by type
  Browser(
      ChatId chat,
      LongFunction<Map<Long, Long>> truth,
      LongSupplier step,
      BooleanSupplier fillsUp,
      Map<String, Integer> tally) {
    this.chat = chat;
    this.truth = truth;
    this.step = step;
    this.fillsUp = fillsUp;
    this.tally = tally;
  }

  /// Opens a new socket, with a cursor that need not be its own. The old one is deaf from now on.
  void connect(ChatFeeds feeds, StreamCursor with) {
    if (stream != null) {
      stream.leave();
    }
    forget(with);
    socket = new Socket();
    stream = feeds.open(chat, with, socket);
  }

  boolean isConnected() {
    return socket != null && socket.closed.isEmpty();
  }

  void fill() {
    if (socket != null) {
      socket.fill(-1);
    }
  }

  void drain() {
    if (socket != null && socket.full) {
      socket.full = false;
      socket.onDrain.run();
    }
  }

  private void forget(StreamCursor with) {
    cursor = with;
    sent.clear();
    batch.clear();
    floor = -1;
    lastId = 0;
    retired = false;
    hasBeenSynced = false;
    status = "";
    hasError = false;
    hasRetry = false;
    hasAction = false;
    worker = "";
    switch (with) {
      case StreamCursor.Beginning() -> {
        messages.clear();
        dropPreview();
      }
      case StreamCursor.AfterMessage _ -> {}
      case Position(var history, var attempt, var last) -> {
        floor = history;
        seq = last;
        shown = last == 0 ? null : new Episode(history, attempt);
      }
    }
  }

  /// One connection.
  private final class Socket implements Sink {

    private Runnable onDrain = () -> {};
    private Optional<CloseCode> closed = Optional.empty();
    private boolean full;
    private long filledAt;

    private void fill(long at) {
      full = true;
      filledAt = at;
    }

    @Override
    public void write(Buffer frame, StreamCursor resume) {
      if (socket != this) {
        return;
      }
      assertThat(closed).as("written after its close").isEmpty();
      assertThat(full && filledAt != step.getAsLong()).as("written while full").isFalse();
      Json.parse(frame.toString()).forEach(Browser.this::receive);
      assertThat(resume).as("resume").isEqualTo(cursor);
      if (fillsUp.getAsBoolean()) {
        fill(step.getAsLong());
      }
    }

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public void onDrain(Runnable drained) {
      onDrain = drained;
    }

    @Override
    public void close(CloseCode code, String reason) {
      closed = Optional.of(code);
    }
  }

  private void receive(JsonNode event) {
    var type = event.path("type").asText();
    batch.add(type);
    tally.merge(type, 1, Integer::sum);
    switch (type) {
      case "message" -> message(event.path("message"));
      case "message_part" -> part(event);
      case "status" -> {
        status = event.path("status").asText();
        worker = event.path("worker_id").asText();
        hasError &= status.equals("error");
        hasAction &= status.equals("requires_action");
        hasRetry &= status.equals("running");
      }
      case "queue_update" ->
          queue =
              event.path("queued_messages").findValues("id").stream()
                  .map(JsonNode::asLong)
                  .toList();
      case "error" -> {
        assertThat(event.path("error").path("kind").asText()).isEqualTo("generic");
        hasError = true;
        retired = true;
      }
      case "retry" -> {
        assertThat(event.path("retry").path("kind").asText()).isEqualTo("overloaded");
        hasRetry = true;
        retired = true;
      }
      case "action_required" -> hasAction = true;
      case "preview_reset" -> {
        dropPreview();
        // A failure told in the same change is already that of the new attempt.
        hasRetry &= batch.contains("retry");
        retired &= batch.contains("retry") || batch.contains("error");
        if (cursor instanceof Position(var history, var attempt, _)) {
          cursor = new Position(history, attempt, 0);
        }
      }
      case "history_reset" -> {
        dropPreview();
        messages.clear();
        sent.clear();
        batch.clear();
        floor = -1;
        lastId = 0;
        cursor = new StreamCursor.Beginning();
      }
      case "synced" -> synced(event);
      default -> throw new AssertionError("unknown event " + event);
    }
  }

  private void dropPreview() {
    seq = 0;
    shown = null;
  }

  private void message(JsonNode message) {
    long id = message.path("id").asLong();
    long revision = message.path("revision").asLong();
    assertThat(revision).as("a revision that the cursor covered").isGreaterThan(floor);
    assertThat(sent.add(List.of(id, revision))).as("message %s again", id).isTrue();
    assertThat(id).as("order of messages").isGreaterThan(lastId);
    assertThat(batch)
        .as("message after the reset that drops its parts")
        .doesNotContain("preview_reset");
    lastId = id;
    messages.put(id, revision);
  }

  private void part(JsonNode event) {
    var episode =
        new Episode(
            event.path("history_version").asLong(), event.path("generation_attempt").asLong());
    long last = event.path("seq").asLong();
    long first = last - event.path("count").asLong(1) + 1;
    assertThat(retired).as("a part of an attempt that has failed").isFalse();
    assertThat(status).as("status at a part").isIn("running", "interrupting");
    assertThat(event.path("worker_id").asText()).isEqualTo(worker);
    assertThat(messages.values().stream().max(Long::compare))
        .as("newest message before a part")
        .contains(episode.history());
    if (shown != null) {
      assertThat(episode).as("a part of another episode without a reset").isEqualTo(shown);
    }
    assertThat(first).as("next part").isEqualTo(seq + 1);
    var expected = new StringBuilder();
    for (long each = first; each <= last; each++) {
      expected.append(token(episode.history(), episode.attempt(), each));
    }
    assertThat(event.path("part").path("text").asText()).isEqualTo(expected.toString());
    shown = episode;
    seq = last;
    if (cursor instanceof Position(var history, var attempt, _)
        && episode.equals(new Episode(history, attempt))) {
      cursor = new Position(history, attempt, seq);
    }
  }

  /// What the simulated model says as the part of that number.
  static String token(long history, long attempt, long seq) {
    return history + "." + attempt + "." + seq + " ";
  }

  private void synced(JsonNode event) {
    var position =
        new Position(
            event.path("history_version").asLong(),
            event.path("generation_attempt").asLong(),
            event.path("seq").asLong());
    var episode = new Episode(position.historyVersion(), position.attempt());
    assertThat(position.seq()).as("seq of synced").isEqualTo(seq);
    if (shown != null) {
      assertThat(shown).as("episode shown at synced").isEqualTo(episode);
    }
    assertThat(messages).isEqualTo(truth.apply(position.historyVersion()));
    if (hasBeenSynced) {
      assertThat(position.historyVersion()).isGreaterThanOrEqualTo(floorOfCursor());
    } else {
      assertThat(batch).as("beginning of a connection").contains("queue_update", "status");
    }
    hasBeenSynced = true;
    cursor = position;
    batch.clear();
    lastId = 0;
  }

  private long floorOfCursor() {
    return cursor instanceof Position(var history, _, _) ? history : 0;
  }
}
