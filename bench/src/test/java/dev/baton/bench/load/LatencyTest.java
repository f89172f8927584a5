package dev.baton.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyTest {

  @Test
  void percentiles_are_milliseconds_within_a_thousandth() {
    var nanos = new Histogram(3);
    LongStream.rangeClosed(1, 100).map(millis -> millis * 1_000_000).forEach(nanos::recordValue);

    var latency = Latency.of(nanos);

    assertThat(latency.count()).isEqualTo(100);
    assertThat(latency.p50()).isCloseTo(50, Percentage.withPercentage(0.1));
    assertThat(latency.p95()).isCloseTo(95, Percentage.withPercentage(0.1));
    assertThat(latency.p99()).isCloseTo(99, Percentage.withPercentage(0.1));
    assertThat(latency.max()).isCloseTo(100, within(0.1));
  }

  @Test
  void nothing_measured_is_all_zeros() {
    assertThat(Latency.of(new Histogram(3))).isEqualTo(new Latency(0, 0, 0, 0, 0));
  }
}
