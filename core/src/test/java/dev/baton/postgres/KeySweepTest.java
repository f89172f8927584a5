package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.time.VirtualScheduler;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeySweepTest {

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final Deque<Future<Integer>> answers = new ArrayDeque<>();
  private final List<Integer> asked = new ArrayList<>();
  private final KeySweep sweep =
      new KeySweep(
          atMost -> {
            asked.add(atMost);
            return answers.isEmpty() ? Future.succeededFuture(0) : answers.remove();
          },
          scheduler);

  @Test
  void keys_are_swept_again_and_again_also_after_a_failure() {
    answers.add(Future.failedFuture("no database"));
    sweep.start();
    sweep.start();
    for (int rounds = 1; rounds < 5; rounds++) {
      scheduler.advance(KeySweep.EVERY);
      assertThat(asked).hasSize(rounds);
    }
    assertThat(scheduler.pending()).isEqualTo(1);
  }

  @Test
  void a_round_ends_only_when_there_is_nothing_left() {
    answers.add(Future.succeededFuture(KeySweep.AT_ONCE));
    answers.add(Future.succeededFuture(KeySweep.AT_ONCE));
    answers.add(Future.succeededFuture(7));
    sweep.start();
    scheduler.advance(KeySweep.EVERY);
    assertThat(asked).hasSize(3);
  }

  @Test
  void after_the_stop_nothing_is_swept() {
    sweep.start();
    sweep.stop();
    scheduler.advance(KeySweep.EVERY);
    assertThat(asked).isEmpty();
  }
}
