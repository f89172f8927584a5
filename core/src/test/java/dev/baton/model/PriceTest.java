package dev.baton.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.Usage;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PriceTest {

  private static final String SETTINGS =
      """
      {"cost": {"input": 2.5, "output": 10, "cache_read": 0.25}}
      """;

  @Test
  void each_kind_of_token_is_multiplied_with_its_price_and_the_sum_is_rounded_up() {
    assertThat(cost(SETTINGS, 1001, 3, 10, 0)).hasValue(2535); // 2502.5 + 30 + 2.5
  }

  @Test
  void a_kind_that_was_used_and_has_no_price_leaves_the_call_without_a_cost() {
    assertThat(cost(SETTINGS, 10, 10, 0, 1)).isEmpty();
  }

  @Test
  void a_kind_that_was_not_used_needs_no_price() {
    assertThat(cost("{\"cost\": {\"input\": 1}}", 7, 0, 0, 0)).hasValue(7);
  }

  @Test
  void what_is_free_costs_nothing_and_is_not_unknown() {
    assertThat(cost("{\"cost\": {\"input\": 0, \"output\": 0}}", 7, 7, 0, 0)).hasValue(0);
  }

  @Test
  void without_prices_or_without_a_count_there_is_no_cost() {
    assertThat(cost("{}", 7, 7, 0, 0)).isEmpty();
    assertThat(cost(SETTINGS, 0, 0, 0, 0)).isEmpty();
  }

  private static OptionalLong cost(String settings, long in, long out, long read, long write) {
    return Price.of(settings)
        .price(
            new Usage(
                OptionalLong.of(in),
                OptionalLong.of(out),
                OptionalLong.empty(),
                OptionalLong.of(out),
                OptionalLong.of(write),
                OptionalLong.of(read),
                OptionalLong.empty()))
        .costMicros();
  }
}
