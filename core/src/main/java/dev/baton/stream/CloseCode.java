package dev.baton.stream;

/// Why a server ends a stream, and so what its client should do. The reason text is for people.
public enum CloseCode {
  /// The chat was deleted: there is nothing to come back for.
  NORMAL(1000),
  /// The client sent something, which it may not.
  UNSUPPORTED_DATA(1003),
  /// The caller may no longer see this: sign in again.
  ACCESS_LOST(1008),
  /// Something failed here: reconnect with back-off.
  INTERNAL(1011),
  /// This replica is going away: reconnect now, with the cursor.
  RESTARTING(1012),
  /// Too much to do here: reconnect after a pause.
  OVERLOADED(1013);

  private final short code;

  CloseCode(int code) {
    this.code = (short) code;
  }

  public short code() {
    return code;
  }
}
