package dev.baton.bench.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Arrivals arrivals = new Arrivals();

  private static Stamps stamps(long moment, long delay) {
    var stamps = new Stamps();
    var text = (moment + "/" + delay + " x").toCharArray();
    stamps.read(text, 0, text.length);
    return stamps;
  }

  private static long nowNanos() {
    var now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  @Test
  void a_part_that_was_said_late_is_late_by_its_moment_too() {
    arrivals.startLatencies();
    arrivals.parts(1, stamps(nowNanos() + HOUR, 5 * SECOND));

    assertThat(arrivals.takeTravel().getMaxValue()).isZero();
    assertThat(arrivals.takeSinceDue().getMaxValue() / SECOND).isEqualTo(5);
  }

  @Test
  void what_was_said_before_the_start_counts_as_a_part_but_not_as_a_latency() {
    long before = nowNanos();
    arrivals.startLatencies();
    arrivals.parts(1, stamps(before - 1, 0));

    assertThat(arrivals.count().parts()).isEqualTo(1);
    assertThat(arrivals.takeTravel().getTotalCount()).isZero();
  }

  @Test
  void merged_parts_count_as_many_as_they_are() {
    arrivals.frame(100);
    arrivals.parts(7, new Stamps());

    assertThat(arrivals.count())
        .extracting(Arrivals.Count::parts, Arrivals.Count::frames, Arrivals.Count::bytes)
        .containsExactly(7L, 1L, 100L);
  }
}
