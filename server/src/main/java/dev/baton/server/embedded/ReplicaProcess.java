package dev.baton.server.embedded;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/// One replica's process. For any thread.
///
/// @param number 0, 1, 2 …
/// @param url for people
/// @param readiness answers 200 once the replica takes work
/// @param startedNanos on the monotonic clock
record ReplicaProcess(
    int number, Process process, URI url, URI readiness, Path log, long startedNanos) {

  private static final int ANSWER_WITHIN_MILLIS = 1000;

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  boolean isReady() {
    try {
      var request = (HttpURLConnection) readiness.toURL().openConnection();
      request.setConnectTimeout(ANSWER_WITHIN_MILLIS);
      request.setReadTimeout(ANSWER_WITHIN_MILLIS);
      return request.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "replica %d (pid %d)".formatted(number, process.pid());
  }
}
