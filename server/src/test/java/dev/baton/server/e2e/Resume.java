package dev.baton.server.e2e;

/// What a client says it already has when it opens a stream.
sealed interface Resume {

  record Beginning() implements Resume {}

  record AfterMessage(long messageId) implements Resume {}

  record From(Cursor cursor) implements Resume {}

  /// The query of the stream's address.
  default String query() {
    return switch (this) {
      case Beginning() -> "";
      case AfterMessage(var id) -> "?after_id=" + id;
      case From(var cursor) ->
          "?history_version=%d&generation_attempt=%d&seq=%d"
              .formatted(
                  cursor.episode().historyVersion(), cursor.episode().attempt(), cursor.seq());
    };
  }
}
