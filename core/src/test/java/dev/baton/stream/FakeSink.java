package dev.baton.stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.json.Json;
import dev.baton.store.StreamCursor;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A socket that keeps what it was sent.
final class FakeSink implements Sink {

  private final List<JsonNode> frames = new ArrayList<>();
  private StreamCursor resume = new StreamCursor.Beginning();
  private Runnable onDrain = () -> {};
  private Optional<CloseCode> closed = Optional.empty();
  private boolean full;

  @Override
  public void write(Buffer frame, StreamCursor resumeFrom) {
    frames.add(Json.parse(frame.toString()));
    resume = resumeFrom;
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

  void fill() {
    full = true;
  }

  void drain() {
    full = false;
    onDrain.run();
  }

  Optional<CloseCode> closed() {
    return closed;
  }

  StreamCursor resume() {
    return resume;
  }

  int frames() {
    return frames.size();
  }

  /// Events since the last call, in order.
  List<JsonNode> take() {
    var events = new ArrayList<JsonNode>();
    frames.forEach(frame -> frame.forEach(events::add));
    frames.clear();
    return events;
  }

  /// As [#take], told in short: `message 1`, `part 1..3 Hello`, `synced 1.1.3`.
  List<String> told() {
    return take().stream().map(FakeSink::brief).toList();
  }

  private static String brief(JsonNode event) {
    var type = event.path("type").asText();
    return switch (type) {
      case "message" -> type + " " + text(event.path("message"));
      case "message_part" ->
          "part " + range(event) + " " + event.path("part").path("text").asText();
      case "status" -> type + " " + event.path("status").asText();
      case "queue_update" -> type + " " + event.path("queued_messages").size();
      case "synced" ->
          "%s %s.%s.%s"
              .formatted(
                  type,
                  event.path("history_version"),
                  event.path("generation_attempt"),
                  event.path("seq"));
      default -> type;
    };
  }

  private static String text(JsonNode message) {
    return message.path("content").path(0).path("text").asText();
  }

  private static String range(JsonNode part) {
    long seq = part.path("seq").asLong();
    long count = part.path("count").asLong(1);
    return count == 1 ? "" + seq : (seq - count + 1) + ".." + seq;
  }
}
