package dev.baton.bench.watch;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Whether a watcher gets each part of an episode once and in order. Parts are judged by number,
/// merged ones by the range they cover. Not thread-safe.
final class PartOrder {

  private final Faults faults;
  private final BitSet missing = new BitSet();
  private @Nullable PartRange latest;
  private long lastSeq;

  PartOrder(Faults faults) {
    this.faults = faults;
  }

  /// The last part of the current episode that came; 0 = none yet.
  long lastSeq() {
    return lastSeq;
  }

  /// The client holds the parts up to this one already.
  void startAfter(long seq) {
    missing.clear();
    latest = null;
    lastSeq = seq;
  }

  void accept(PartRange range) {
    var before = latest;
    if (before != null && !before.isOfEpisode(range)) {
      startAfter(0);
    }
    latest = range;
    if (range.firstSeq() > lastSeq + 1) {
      missing.set(Math.toIntExact(lastSeq + 1), Math.toIntExact(range.firstSeq()));
      faults.gaps(range.firstSeq() - lastSeq - 1);
    }
    for (long seq = range.firstSeq(); seq <= Math.min(range.seq(), lastSeq); seq++) {
      judgeLate(Math.toIntExact(seq));
    }
    lastSeq = Math.max(lastSeq, range.seq());
  }

  /// One that had been passed over has come after all, in the wrong place; any other was here.
  private void judgeLate(int seq) {
    if (missing.get(seq)) {
      missing.clear(seq);
      faults.swap();
    } else {
      faults.repeat();
    }
  }
}
