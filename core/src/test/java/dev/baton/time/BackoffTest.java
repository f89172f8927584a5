package dev.baton.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {

  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  @Test
  void pauses_double_up_to_the_limit_and_vary_by_half() {
    var random = new Random(1);
    for (int failures = 1; failures < 200; failures++) {
      long most = failures > 6 ? 5_000 : 100L << (failures - 1);
      assertThat(backoff.after(failures, random))
          .isBetween(Duration.ofMillis(most / 2), Duration.ofMillis(most));
    }
  }

  @Test
  void without_chance_pauses_double_exactly_and_there_is_none_before_the_first_failure() {
    assertThat(IntStream.rangeClosed(0, 8).mapToObj(backoff::after).map(Duration::toMillis))
        .containsExactly(0L, 100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
    assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void two_replicas_do_not_wait_equally_long() {
    assertThat(backoff.after(9, new Random(1))).isNotEqualTo(backoff.after(9, new Random(2)));
  }
}
