package dev.baton.bench.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/// Scans frames for what the load must know. One thread; it is used again for each frame.
final class FrameReader {

  private static final JsonFactory JSON = new JsonFactory();

  private final Stamps stamps = new Stamps();
  private String type = "";
  private String status = "";
  private long historyVersion;
  private long attempt;
  private long seq;
  private long count;

  /// @throws IOException when it is not an array of events
  void read(byte[] frame, StreamEvents events) throws IOException {
    try (var json = JSON.createParser(frame)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw new IOException("a frame is not an array of events");
      }
      while (json.nextToken() == JsonToken.START_OBJECT) {
        readEvent(json);
        tell(events);
      }
    }
  }

  private void readEvent(JsonParser json) throws IOException {
    type = "";
    status = "";
    count = 1;
    stamps.clear();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "type" -> type = json.getText();
        case "status" -> status = json.getText();
        case "history_version" -> historyVersion = json.getLongValue();
        case "generation_attempt" -> attempt = json.getLongValue();
        case "seq" -> seq = json.getLongValue();
        case "count" -> count = json.getLongValue();
        case "part" -> readPart(json);
        default -> json.skipChildren();
      }
    }
  }

  private void readPart(JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("text")) {
        int from = json.getTextOffset();
        stamps.read(json.getTextCharacters(), from, from + json.getTextLength());
      } else {
        json.skipChildren();
      }
    }
  }

  private void tell(StreamEvents events) {
    switch (type) {
      case "message_part" ->
          events.onPart(new PartRange(historyVersion, attempt, seq, count), stamps);
      case "status" -> events.onStatus(status);
      case "preview_reset", "history_reset" -> events.onReset();
      case "synced" -> events.onSynced(new Position(historyVersion, attempt, seq));
      default -> {}
    }
  }
}
