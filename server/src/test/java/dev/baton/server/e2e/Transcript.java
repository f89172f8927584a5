package dev.baton.server.e2e;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a watcher saw and did, for the report of a failure. The oldest lines are forgotten. For any
/// thread.
final class Transcript {

  private static final int MOST_LINES = 400;
  private static final int LONGEST_LINE = 2_000;

  private final Deque<String> lines = new ArrayDeque<>();
  private long count;

  synchronized void note(String line) {
    count++;
    lines.add(count + "  " + shortened(line));
    if (lines.size() > MOST_LINES) {
      lines.removeFirst();
    }
  }

  synchronized void clear() {
    lines.clear();
    count = 0;
  }

  @Override
  public synchronized String toString() {
    var newline = System.lineSeparator();
    var cut = count > lines.size() ? "  (" + (count - lines.size()) + " lines before)" : "";
    return "history:" + cut + newline + "  " + String.join(newline + "  ", lines);
  }

  private static String shortened(String line) {
    return line.length() <= LONGEST_LINE
        ? line
        : line.substring(0, LONGEST_LINE) + " … (" + line.length() + " characters)";
  }
}
