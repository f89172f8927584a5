package dev.baton.bench.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// What must not happen, counted over all watchers of a run. Any thread.
public final class Faults {

  private static final int MOST_DETAILS = 20;

  private final LongAdder gaps = new LongAdder();
  private final LongAdder repeats = new LongAdder();
  private final LongAdder swaps = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final List<String> details = new ArrayList<>();

  /// @param gaps parts that were passed over
  /// @param repeats parts that came again
  /// @param swaps parts that came after later ones; each was counted as a gap before
  /// @param failures turns that failed or ended short, and connections that were lost
  /// @param details what the failures were, the first of them
  public record Count(long gaps, long repeats, long swaps, long failures, List<String> details) {

    public static final Count NONE = new Count(0, 0, 0, 0, List.of());

    public boolean none() {
      return gaps == 0 && repeats == 0 && swaps == 0 && failures == 0;
    }

    public Count plus(Count other) {
      var all = new ArrayList<>(details);
      all.addAll(other.details);
      return new Count(
          gaps + other.gaps,
          repeats + other.repeats,
          swaps + other.swaps,
          failures + other.failures,
          List.copyOf(all));
    }

    @Override
    public String toString() {
      return "%d gaps, %d repeats, %d swaps, %d failures".formatted(gaps, repeats, swaps, failures);
    }
  }

  void gaps(long parts) {
    gaps.add(parts);
  }

  void repeat() {
    repeats.increment();
  }

  void swap() {
    swaps.increment();
  }

  public void failure(String what) {
    failures.increment();
    synchronized (details) {
      if (details.size() < MOST_DETAILS) {
        details.add(what);
      }
    }
  }

  public Count count() {
    synchronized (details) {
      return new Count(
          gaps.sum(), repeats.sum(), swaps.sum(), failures.sum(), List.copyOf(details));
    }
  }
}
