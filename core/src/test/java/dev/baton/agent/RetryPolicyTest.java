package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.ChatError;
import dev.baton.chat.ErrorKind;
import dev.baton.model.ModelFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

  private final RetryPolicy policy = RetryPolicy.DEFAULTS;

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,4", "4,8", "5,16", "6,32", "7,60", "8,60", "24,60"})
  void the_pause_doubles_up_to_the_longest(int failures, long seconds) {
    assertThat(policy.delayAfter(failures, failure(true, Optional.empty())))
        .contains(Duration.ofSeconds(seconds));
  }

  @Test
  void after_the_last_failure_there_is_no_further_call() {
    assertThat(policy.delayAfter(25, failure(true, Optional.empty()))).isEmpty();
  }

  @Test
  void what_lasts_is_not_tried_again() {
    assertThat(policy.delayAfter(1, failure(false, Optional.empty()))).isEmpty();
  }

  @Test
  void a_provider_is_left_alone_for_as_long_as_it_asks() {
    assertThat(policy.delayAfter(1, failure(true, Optional.of(Duration.ofSeconds(90)))))
        .contains(Duration.ofSeconds(90));
    assertThat(policy.delayAfter(5, failure(true, Optional.of(Duration.ofSeconds(3)))))
        .contains(Duration.ofSeconds(16));
  }

  @Test
  void a_turn_does_not_wait_for_a_provider_that_asks_for_a_day() {
    assertThat(policy.delayAfter(1, failure(true, Optional.of(Duration.ofDays(1))))).isEmpty();
  }

  @Test
  void a_policy_that_makes_no_sense_is_refused() {
    assertThatThrownBy(() -> new RetryPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(1)))
        .hasMessageContaining("max-failures");
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("longest-delay");
  }

  private static ModelFailure failure(boolean retryable, Optional<Duration> retryAfter) {
    return new ModelFailure(
        new ChatError(
            "no",
            Optional.empty(),
            ErrorKind.OVERLOADED,
            Optional.empty(),
            retryable,
            OptionalInt.empty()),
        retryAfter);
  }
}
