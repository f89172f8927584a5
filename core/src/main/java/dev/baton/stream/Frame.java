package dev.baton.stream;

import dev.baton.store.StreamCursor;
import dev.baton.stream.EventEncoder.Encoded;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/// A JSON array of events: one text frame.
///
/// @param resume where a client stands that received it
record Frame(Buffer body, StreamCursor resume) {

  static final int MAX_EVENTS = 256;
  static final int MAX_BYTES = 1024 * 1024;

  private static final int BRACKETS = 2;

  /// Packs events, in order, for a client that stands at `from`. An event that is larger than a
  /// frame may be goes alone.
  static List<Frame> pack(StreamCursor from, List<Encoded> events) {
    var frames = new ArrayList<Frame>();
    var cursor = from;
    for (int first = 0, end; first < events.size(); first = end) {
      end = end(events, first);
      var batch = events.subList(first, end);
      for (Encoded encoded : batch) {
        cursor = encoded.event().after(cursor);
      }
      frames.add(new Frame(array(batch.stream().map(Encoded::json).toList()), cursor));
    }
    return frames;
  }

  static Buffer array(List<Buffer> values) {
    int size = BRACKETS + values.size();
    for (Buffer value : values) {
      size += value.length();
    }
    var array = Buffer.buffer(size).appendByte((byte) '[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        array.appendByte((byte) ',');
      }
      array.appendBuffer(values.get(i));
    }
    return array.appendByte((byte) ']');
  }

  private static int end(List<Encoded> events, int first) {
    int bytes = BRACKETS + events.get(first).json().length();
    int end = first + 1;
    while (end < events.size() && end - first < MAX_EVENTS) {
      bytes += 1 + events.get(end).json().length();
      if (bytes > MAX_BYTES) {
        break;
      }
      end++;
    }
    return end;
  }
}
