package dev.baton.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Milliseconds.
///
/// @param count how many were measured; with none, all are 0
public record Latency(long count, double p50, double p95, double p99, double max) {

  public static Latency of(Histogram nanos) {
    return new Latency(
        nanos.getTotalCount(),
        millis(nanos.getValueAtPercentile(50)),
        millis(nanos.getValueAtPercentile(95)),
        millis(nanos.getValueAtPercentile(99)),
        millis(nanos.getMaxValue()));
  }

  private static double millis(long nanos) {
    return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }

  @Override
  public String toString() {
    return "p50 %.2f, p95 %.2f, p99 %.2f, max %.2f ms".formatted(p50, p95, p99, max);
  }
}
