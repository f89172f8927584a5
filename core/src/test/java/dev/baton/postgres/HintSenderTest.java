package dev.baton.postgres;

import static dev.baton.postgres.HintPayloadTest.hint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatStatus;
import dev.baton.postgres.HintPayload.OfHint;
import dev.baton.pubsub.Hint;
import dev.baton.time.VirtualScheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class HintSenderTest {

  private final VirtualScheduler time = new VirtualScheduler();
  private final List<List<String>> statements = new ArrayList<>();
  private final List<Promise<Void>> answers = new ArrayList<>();
  private final HintSender sender = new HintSender(this::execute, time);

  @Test
  void what_gathers_in_the_window_is_one_statement_in_order() {
    var sent = send(3);
    assertThat(statements).isEmpty();
    time.advance(HintSender.WINDOW);
    assertThat(statements).containsExactly(sent);
    assertThat(time.pending()).isZero();
  }

  @Test
  void one_statement_at_a_time_and_the_rest_goes_with_the_next() {
    send(1);
    time.advance(HintSender.WINDOW);
    var rest = send(5);
    time.advance(HintSender.WINDOW.multipliedBy(10));
    assertThat(statements).hasSize(1);
    answers.getFirst().complete();
    time.advance(HintSender.WINDOW);
    assertThat(statements).hasSize(2);
    assertThat(statements.getLast()).isEqualTo(rest);
  }

  @Test
  void many_hints_are_few_statements_of_bounded_size() {
    send(HintSender.BATCH + 1);
    time.advance(HintSender.WINDOW);
    answers.getFirst().complete();
    time.advance(HintSender.WINDOW);
    assertThat(statements).extracting(List::size).containsExactly(HintSender.BATCH, 1);
  }

  @Test
  void what_failed_is_counted_and_not_sent_again() {
    send(3);
    time.advance(HintSender.WINDOW);
    answers.getFirst().fail("connection reset");
    assertThat(sender.dropped()).isEqualTo(3);
    assertThat(time.pending()).isZero();
    var next = send(1);
    time.advance(HintSender.WINDOW);
    assertThat(statements.getLast()).isEqualTo(next);
  }

  @Test
  void statement_that_hangs_does_not_fill_the_memory() {
    send(1);
    time.advance(HintSender.WINDOW);
    var kept = send(HintSender.CAPACITY + 7).subList(0, HintSender.BATCH);
    assertThat(sender.dropped()).isEqualTo(7);
    answers.getFirst().complete();
    time.advance(HintSender.WINDOW);
    assertThat(statements.getLast()).isEqualTo(kept);
  }

  private List<String> send(int count) {
    var payloads = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      var payload = new OfHint(UUID.randomUUID(), hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, i));
      payloads.add(payload.encode());
      sender.send(payload);
    }
    return payloads;
  }

  private Future<Void> execute(List<String> payloads) {
    statements.add(payloads);
    Promise<Void> answer = Promise.promise();
    answers.add(answer);
    return answer.future();
  }
}
