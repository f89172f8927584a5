package dev.baton.bench.watch;

import java.util.Arrays;

/// The stamps of the scripted model in a text, one for each part that was merged into it:
/// `<nanoseconds since 1970>/<nanoseconds late> `. What is between them holds no digits. Used again
/// for each text, so that reading costs no garbage.
final class Stamps {

  private long[] moments = new long[16];
  private long[] delays = new long[16];
  private int size;

  int size() {
    return size;
  }

  /// When the part was said, in nanoseconds since 1970.
  long moment(int index) {
    return moments[index];
  }

  /// How long after its time it was said, in nanoseconds.
  long delay(int index) {
    return delays[index];
  }

  void clear() {
    size = 0;
  }

  void read(char[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int slash = endOfNumber(text, at, to);
      if (slash > at && slash < to && text[slash] == '/') {
        int end = endOfNumber(text, slash + 1, to);
        add(number(text, at, slash), number(text, slash + 1, end));
        at = end;
      } else {
        at = slash + 1;
      }
    }
  }

  private void add(long moment, long delay) {
    if (size == moments.length) {
      moments = Arrays.copyOf(moments, size * 2);
      delays = Arrays.copyOf(delays, size * 2);
    }
    moments[size] = moment;
    delays[size++] = delay;
  }

  private static int endOfNumber(char[] text, int from, int to) {
    int at = from;
    while (at < to && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at;
  }

  private static long number(char[] text, int from, int to) {
    long number = 0;
    for (int at = from; at < to; at++) {
      number = number * 10 + text[at] - '0';
    }
    return number;
  }
}
