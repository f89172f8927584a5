package dev.baton.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTest {

  @Test
  void a_goal_is_met_on_its_good_side_and_on_the_limit() {
    assertThat(Goal.atLeast("share", 0.8, "", 0.8).isMet()).isTrue();
    assertThat(Goal.atLeast("share", 0.8, "", 0.79).isMet()).isFalse();
    assertThat(Goal.atMost("p99", 3, "ms", 3).isMet()).isTrue();
    assertThat(Goal.atMost("p99", 3, "ms", 3.01).isMet()).isFalse();
  }

  @Test
  void what_could_not_be_measured_is_missed() {
    assertThat(Goal.atMost("p99", 3, "ms", Double.NaN).isMet()).isFalse();
    assertThat(Goal.atLeast("share", 0.8, "", Rounds.median()).isMet()).isFalse();
  }

  @Test
  void it_is_shown_with_its_unit() {
    var goal = Goal.atMost("p99", 3, "ms", 2.345);

    assertThat(goal.wanted()).isEqualTo("≤ 3 ms");
    assertThat(goal.found()).isEqualTo("2.35 ms");
  }

  @Test
  void the_median_is_the_middle_one_or_between_the_two() {
    assertThat(Rounds.median(9, 1, 5)).isEqualTo(5);
    assertThat(Rounds.median(4, 1, 2, 100)).isEqualTo(3);
  }
}
