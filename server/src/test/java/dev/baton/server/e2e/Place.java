package dev.baton.server.e2e;

/// Where an event belongs in a change or a snapshot: they come in this order and end with `synced`.
enum Place {
  HISTORY_RESET,
  MESSAGE,
  QUEUE,
  STATUS,
  ERROR,
  ACTION,
  RETRY,
  PREVIEW_RESET,
  PART,
  SYNCED;

  static Place of(Event event) {
    return switch (event) {
      case Event.HistoryReset _ -> HISTORY_RESET;
      case Event.Message _ -> MESSAGE;
      case Event.Queue _ -> QUEUE;
      case Event.Status _ -> STATUS;
      case Event.Failed _ -> ERROR;
      case Event.ActionRequired _ -> ACTION;
      case Event.Retry _ -> RETRY;
      case Event.PreviewReset _ -> PREVIEW_RESET;
      case Event.Part _ -> PART;
      case Event.Synced _ -> SYNCED;
    };
  }

  /// Whether there may be several in a row.
  boolean isRepeatable() {
    return this == MESSAGE || this == PART;
  }
}
