package dev.baton.cancellation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CancellationTest {

  @Test
  void the_first_cause_wins() {
    var cancellation = new Cancellation();
    assertThat(cancellation.cancel(Cause.INTERRUPTED)).isTrue();
    assertThat(cancellation.cancel(Cause.SHUTDOWN)).isFalse();
    assertThat(cancellation.cause()).contains(Cause.INTERRUPTED);
  }

  @Test
  void a_child_ends_with_its_parent_and_not_the_other_way_round() {
    var parent = new Cancellation();
    var first = parent.child();
    var second = parent.child();
    first.cancel(Cause.DEADLINE);
    assertThat(parent.isCancelled()).isFalse();
    parent.cancel(Cause.SHUTDOWN);
    assertThat(first.cause()).contains(Cause.DEADLINE);
    assertThat(second.cause()).contains(Cause.SHUTDOWN);
  }

  @Test
  void a_child_of_one_that_is_cancelled_is_cancelled() {
    var parent = new Cancellation();
    parent.cancel(Cause.LEASE_LOST);
    assertThat(parent.child().cause()).contains(Cause.LEASE_LOST);
  }
}
