package dev.baton.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class SchedulerTest {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final Promise<String> promise = Promise.promise();

  @Test
  void an_answer_within_the_limit_is_heard_and_leaves_no_timer() {
    var answer = scheduler.within(LIMIT, promise.future(), TimeoutException::new);
    scheduler.advance(LIMIT.minusNanos(1));
    promise.complete("in time");
    assertThat(answer.result()).isEqualTo("in time");
    assertThat(scheduler.pending()).isZero();
  }

  @Test
  void a_failure_within_the_limit_is_heard_and_leaves_no_timer() {
    var answer = scheduler.within(LIMIT, promise.future(), TimeoutException::new);
    promise.fail("broken");
    assertThat(answer.cause()).hasMessage("broken");
    assertThat(scheduler.pending()).isZero();
  }

  @Test
  void an_answer_after_the_limit_is_not_heard() {
    var answer = scheduler.within(LIMIT, promise.future(), TimeoutException::new);
    scheduler.advance(LIMIT);
    promise.complete("too late");
    assertThat(answer.cause()).isInstanceOf(TimeoutException.class);
  }
}
