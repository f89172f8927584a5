package dev.baton.bench.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PartOrderTest {

  private final Faults faults = new Faults();
  private final PartOrder order = new PartOrder(faults);

  private void parts(long... seqs) {
    for (long seq : seqs) {
      order.accept(new PartRange(3, 1, seq, 1));
    }
  }

  private void merged(long first, long last) {
    order.accept(new PartRange(3, 1, last, last - first + 1));
  }

  private void assertFaults(long gaps, long repeats, long swaps) {
    assertThat(faults.count()).isEqualTo(new Faults.Count(gaps, repeats, swaps, 0, List.of()));
  }

  @Test
  void parts_in_order_are_no_fault_merged_or_not() {
    parts(1, 2);
    merged(3, 10);
    parts(11);

    assertFaults(0, 0, 0);
    assertThat(order.lastSeq()).isEqualTo(11);
  }

  @Test
  void each_part_that_is_passed_over_is_a_gap() {
    parts(1, 4);
    merged(6, 7);

    assertFaults(3, 0, 0);
  }

  @Test
  void an_episode_that_does_not_begin_with_its_first_part_has_a_gap() {
    parts(2);

    assertFaults(1, 0, 0);
  }

  @Test
  void a_part_that_comes_again_is_a_repeat() {
    parts(1, 2, 2);

    assertFaults(0, 1, 0);
  }

  @Test
  void each_part_of_an_overlap_is_a_repeat() {
    merged(1, 5);
    merged(4, 8);

    assertFaults(0, 2, 0);
    assertThat(order.lastSeq()).isEqualTo(8);
  }

  @Test
  void a_part_that_comes_after_a_later_one_is_a_gap_and_a_swap_and_only_then_a_repeat() {
    parts(1, 3, 2);
    assertFaults(1, 0, 1);

    parts(2);
    assertFaults(1, 1, 1);
  }

  @Test
  void a_new_episode_begins_with_its_own_first_part() {
    parts(1, 2);
    order.accept(new PartRange(3, 2, 1, 1));
    order.accept(new PartRange(4, 1, 2, 2));

    assertFaults(0, 0, 0);
  }

  @Test
  void who_comes_back_with_a_cursor_is_owed_the_next_part() {
    order.startAfter(9_900);
    merged(9_901, 10_000);
    assertFaults(0, 0, 0);

    order.startAfter(9_900);
    merged(9_900, 10_000);
    assertFaults(0, 1, 0);
  }
}
