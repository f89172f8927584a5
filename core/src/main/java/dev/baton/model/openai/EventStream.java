package dev.baton.model.openai;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/// Reads a `text/event-stream` in pieces of any size: data lines up to a blank line are one event.
/// Comments, ids and retry hints are passed over.
final class EventStream {

  private static final int MAX_LINE_BYTES = 16 << 20;

  private final BiConsumer<String, String> events;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private String name = "";

  /// @param events name (empty if none) and data of each event
  EventStream(BiConsumer<String, String> events) {
    this.events = events;
  }

  /// Takes the next bytes.
  ///
  /// @throws IllegalStateException at a line that is longer than any answer's
  void feed(byte[] bytes) {
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, start, i - start);
        start = i + 1;
        endLine();
      }
    }
    line.write(bytes, start, bytes.length - start);
    if (line.size() > MAX_LINE_BYTES) {
      throw new IllegalStateException("a line of the answer is longer than 16 MiB");
    }
  }

  /// Takes the end. The blank line after the last event is often left out.
  void end() {
    endLine();
    endEvent();
  }

  private void endLine() {
    var text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    if (text.isEmpty()) {
      endEvent();
    } else if (text.startsWith("data:")) {
      data.append(data.isEmpty() ? "" : "\n").append(value(text, "data:"));
    } else if (text.startsWith("event:")) {
      name = value(text, "event:");
    }
  }

  private void endEvent() {
    var event = name;
    var complete = data.toString();
    name = "";
    data.setLength(0);
    if (!complete.isEmpty()) {
      events.accept(event, complete);
    }
  }

  private static String value(String line, String field) {
    int start = field.length();
    return line.substring(line.startsWith(" ", start) ? start + 1 : start);
  }
}
