package dev.baton.server.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

/// Judges what one watcher of one chat receives, over all its connections, and keeps what it would
/// show. Not thread-safe.
final class StreamChecker {

  static final int MOST_EVENTS = 256;
  static final int MOST_BYTES = 1 << 20;

  private final Transcript transcript;
  private StreamView view = StreamView.EMPTY;
  private Conversation conversation = new Conversation(new Resume.Beginning());

  StreamChecker(Transcript transcript) {
    this.transcript = transcript;
  }

  StreamView view() {
    return view;
  }

  /// Nothing of a change is still to come.
  boolean isSettled() {
    return conversation.isSettled();
  }

  /// A new connection of a client that has seen this much.
  void open(StreamView seen, Resume resume) {
    transcript.note("open " + resume);
    view = seen.holding(resume);
    conversation = new Conversation(resume);
  }

  /// @throws Breach with the whole history
  void frame(String text) {
    transcript.note(text);
    try {
      JsonNode events = events(text);
      for (JsonNode json : events) {
        Event event = Event.of(json);
        conversation.check(view, event);
        view = view.after(event);
      }
    } catch (Breach breach) {
      throw breach.in(transcript);
    }
  }

  private static JsonNode events(String text) {
    JsonNode events = Wire.parse(text);
    if (!events.isArray() || events.isEmpty()) {
      throw new Breach("a frame is not an array of events");
    }
    if (events.size() > MOST_EVENTS) {
      throw new Breach("a frame of " + events.size() + " events");
    }
    int bytes = text.getBytes(UTF_8).length;
    if (bytes > MOST_BYTES && events.size() > 1) {
      throw new Breach("a frame of " + bytes + " bytes and several events");
    }
    return events;
  }
}
