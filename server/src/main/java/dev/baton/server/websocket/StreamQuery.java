package dev.baton.server.websocket;

import dev.baton.server.http.Call;
import dev.baton.server.http.Query;
import dev.baton.store.StreamCursor;
import java.util.List;
import java.util.Optional;

/// Reads what a subscriber says it already has.
final class StreamQuery {

  private static final List<String> POSITION =
      List.of("history_version", "generation_attempt", "seq");

  private StreamQuery() {}

  /// An event id that a client of server-sent events brings back is newer than its address.
  static StreamCursor cursor(Call call) {
    return Optional.ofNullable(call.request().getHeader("Last-Event-ID"))
        .filter(id -> !id.isEmpty())
        .map(EventId::read)
        .orElseGet(() -> cursor(call.query()));
  }

  private static StreamCursor cursor(Query query) {
    long given = POSITION.stream().filter(query::has).count();
    var afterId = query.number("after_id", 0, Long.MAX_VALUE);
    var position =
        POSITION.stream().map(name -> query.number(name, 0, Long.MAX_VALUE).orElse(0)).toList();
    if (given > 0 && given < POSITION.size()) {
      query.reject("cursor", "needs all of " + String.join(", ", POSITION) + ", or none.");
    }
    if (given > 0 && query.has("after_id")) {
      query.reject("after_id", "cannot be combined with " + String.join(", ", POSITION) + ".");
    }
    query.finish();
    if (given > 0) {
      return new StreamCursor.Position(position.get(0), position.get(1), position.get(2));
    }
    long after = afterId.orElse(0);
    return after == 0 ? new StreamCursor.Beginning() : new StreamCursor.AfterMessage(after);
  }
}
