package dev.baton.parts;

import java.util.Arrays;

/// A stretch of the log while it grows. Guarded by the log.
sealed interface Run {

  long firstSeq();

  long lastSeq();

  /// The parts from `from`, which this run holds, on: as many as fit into `maxChars`, but one at
  /// least.
  Stretch read(long from, int maxChars);

  /// One part that came in one piece.
  record Single(long firstSeq, LivePart.Whole part) implements Run {

    @Override
    public long lastSeq() {
      return firstSeq;
    }

    @Override
    public Stretch read(long from, int maxChars) {
      return new Stretch(firstSeq, 1, part);
    }
  }

  /// Adjacent deltas of one kind.
  final class Text implements Run {

    private final long firstSeq;
    private final LivePart.Delta kind;
    private final StringBuilder text = new StringBuilder();
    private int[] ends = new int[8];
    private int count;

    Text(long firstSeq, LivePart.Delta kind) {
      this.firstSeq = firstSeq;
      this.kind = kind;
    }

    boolean isOf(LivePart.Delta other) {
      return kind.equals(other);
    }

    void add(String delta) {
      if (count == ends.length) {
        ends = Arrays.copyOf(ends, count * 2);
      }
      text.append(delta);
      ends[count++] = text.length();
    }

    void trim() {
      text.trimToSize();
      ends = Arrays.copyOf(ends, count);
    }

    @Override
    public long firstSeq() {
      return firstSeq;
    }

    @Override
    public long lastSeq() {
      return firstSeq + count - 1;
    }

    @Override
    public Stretch read(long from, int maxChars) {
      int first = (int) (from - firstSeq);
      int start = first == 0 ? 0 : ends[first - 1];
      int last = lastWithin(first, start + (long) maxChars);
      return new Stretch(
          firstSeq + last, last - first + 1, kind.with(text.substring(start, ends[last])));
    }

    private int lastWithin(int first, long limit) {
      int low = first;
      int high = count - 1;
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (ends[middle] <= limit) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return low;
    }
  }
}
