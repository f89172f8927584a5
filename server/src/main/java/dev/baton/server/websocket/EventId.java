package dev.baton.server.websocket;

import dev.baton.server.http.Problem;
import dev.baton.store.StreamCursor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A cursor as the id of a server-sent event: `4-1-12` is a position, `7` is after a message, and
/// nothing is the beginning.
final class EventId {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,18})(?:-([0-9]{1,18})-([0-9]{1,18}))?");

  private EventId() {}

  static String write(StreamCursor cursor) {
    return switch (cursor) {
      case StreamCursor.Beginning() -> "";
      case StreamCursor.AfterMessage(var id) -> Long.toString(id);
      case StreamCursor.Position(var version, var attempt, var seq) ->
          version + "-" + attempt + "-" + seq;
    };
  }

  /// Reads what [#write] wrote, the empty one excepted.
  static StreamCursor read(String id) {
    Matcher parts = FORM.matcher(id);
    if (!parts.matches()) {
      throw Problem.badRequest("Invalid Last-Event-ID.", "It is none of this stream's ids.")
          .asRejection();
    }
    long first = Long.parseLong(parts.group(1));
    return parts.group(2) == null
        ? new StreamCursor.AfterMessage(first)
        : new StreamCursor.Position(
            first, Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
  }
}
