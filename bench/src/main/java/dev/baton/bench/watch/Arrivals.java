package dev.baton.bench.watch;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// What arrives at all watchers of a run, counted, and how long it travelled. Any thread.
///
/// Two latencies: *travel*, from the moment the worker appended the part, and *since due*, from the
/// moment at which the part should have been said. Load does not let up when the server is slow, so
/// the second hides nothing: a worker that was held up is late in it.
public final class Arrivals {

  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int DIGITS = 3;

  private final Recorder travel = new Recorder(LONGEST_NANOS, DIGITS);
  private final Recorder sinceDue = new Recorder(LONGEST_NANOS, DIGITS);
  private final LongAdder parts = new LongAdder();
  private final LongAdder frames = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private volatile long countedFromNanos = Long.MIN_VALUE;
  private volatile long lastNanos;

  /// @param lastNanos of the monotonic clock, when the last part came
  public record Count(long parts, long frames, long bytes, long lastNanos) {

    public Count minus(Count before) {
      return new Count(
          parts - before.parts, frames - before.frames, bytes - before.bytes, lastNanos);
    }
  }

  /// Latencies count from now on, for what is said from now on.
  public void startLatencies() {
    countedFromNanos = nowNanos();
    travel.reset();
    sinceDue.reset();
  }

  public Count count() {
    return new Count(parts.sum(), frames.sum(), bytes.sum(), lastNanos);
  }

  /// Takes the travel times since this was last asked for.
  public Histogram takeTravel() {
    return travel.getIntervalHistogram();
  }

  /// Takes the times since parts were due since this was last asked for.
  public Histogram takeSinceDue() {
    return sinceDue.getIntervalHistogram();
  }

  void frame(int length) {
    frames.increment();
    bytes.add(length);
  }

  void parts(long count, Stamps stamps) {
    parts.add(count);
    lastNanos = System.nanoTime();
    long now = nowNanos();
    for (int i = 0; i < stamps.size(); i++) {
      if (stamps.moment(i) >= countedFromNanos) {
        long travelled = Math.clamp(now - stamps.moment(i), 0, LONGEST_NANOS);
        travel.recordValue(travelled);
        sinceDue.recordValue(Math.min(travelled + stamps.delay(i), LONGEST_NANOS));
      }
    }
  }

  private static long nowNanos() {
    var now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
