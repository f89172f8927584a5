package dev.baton.server.e2e;

/// Frames as a server would send them.
final class Frames {

  static final String WORKER = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

  private Frames() {}

  static String frame(String... events) {
    return "[" + String.join(",", events) + "]";
  }

  static String message(long id, long revision, String role, String text) {
    return """
    {"type":"message","message":{"id":%d,"chat_id":"c","role":"%s","revision":%d,\
    "created_at":"2026-11-21T00:00:00Z","content":[{"type":"text","text":%s}]}}\
    """
        .formatted(id, role, revision, Wire.quote(text));
  }

  static String user(long id, long revision) {
    return message(id, revision, "user", "question " + id);
  }

  static String queue(String... messages) {
    return "{\"type\":\"queue_update\",\"queued_messages\":[" + String.join(",", messages) + "]}";
  }

  static String status(String status) {
    return """
    {"type":"status","status":"%s","worker_id":"%s"}\
    """
        .formatted(status, WORKER);
  }

  static String error() {
    return """
    {"type":"error","error":{"message":"no","kind":"auth","retryable":false}}\
    """;
  }

  static String retry() {
    return """
    {"type":"retry","retry":{"attempt":1,"delay_ms":1000,"error":"no","kind":"overloaded",\
    "retrying_at":"2026-11-21T00:00:01Z"}}\
    """;
  }

  static String historyReset() {
    return "{\"type\":\"history_reset\"}";
  }

  static String previewReset() {
    return "{\"type\":\"preview_reset\"}";
  }

  static String part(long version, long attempt, long seq, String text) {
    return part(WORKER, version, attempt, seq, 1, text);
  }

  static String part(String worker, long version, long attempt, long seq, int count, String text) {
    return """
    {"type":"message_part","worker_id":"%s","history_version":%d,"generation_attempt":%d,\
    "seq":%d,"count":%d,"role":"assistant","part":{"type":"text","text":%s}}\
    """
        .formatted(worker, version, attempt, seq, count, Wire.quote(text));
  }

  static String synced(long version, long attempt, long seq) {
    return """
    {"type":"synced","history_version":%d,"generation_attempt":%d,"seq":%d}\
    """
        .formatted(version, attempt, seq);
  }
}
