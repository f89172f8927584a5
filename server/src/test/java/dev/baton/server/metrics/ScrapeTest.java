package dev.baton.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatStatus;
import dev.baton.store.Census;
import dev.baton.time.VirtualScheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrapeTest {

  private final VirtualScheduler time = new VirtualScheduler();
  private final List<Promise<Census>> asked = new ArrayList<>();
  private final Scrape scrape =
      new Scrape(new Metrics(), time, this::ask, () -> Future.succeededFuture(7L));

  private Future<Census> ask() {
    asked.add(Promise.promise());
    return asked.getLast().future();
  }

  private static Census census(long running) {
    return new Census(Map.of(ChatStatus.RUNNING, running), 2, Duration.ofSeconds(3), 4);
  }

  @Test
  void what_the_database_says_is_told() {
    var answer = scrape.answer();
    assertThat(answer.isComplete()).isFalse();
    asked.getLast().complete(census(5));
    assertThat(answer.result())
        .contains("baton_chats{status=\"running\"} 5.0")
        .contains("baton_chats{status=\"waiting\"} 0.0")
        .contains("baton_chats_unowned 2.0")
        .contains("baton_queue_longest_wait_seconds 3.0")
        .contains("baton_queued_messages 4.0")
        .contains("baton_watcher_lag_parts 7.0");
    assertThat(time.pending()).isZero();
  }

  @Test
  void the_database_is_asked_at_most_every_few_seconds_however_many_scrape() {
    scrape.answer();
    scrape.answer();
    asked.getLast().complete(census(1));
    scrape.answer();
    assertThat(asked).hasSize(1);
    time.advance(Duration.ofSeconds(5));
    scrape.answer();
    assertThat(asked).hasSize(2);
  }

  @Test
  void a_silent_database_is_not_waited_for() {
    var answer = scrape.answer();
    time.advance(Duration.ofSeconds(2));
    assertThat(answer.result()).contains("baton_chats{status=\"running\"} NaN");
  }

  @Test
  void a_database_that_fails_leaves_nothing_that_is_no_longer_true() {
    scrape.answer();
    asked.getLast().complete(census(5));
    time.advance(Duration.ofSeconds(5));
    var answer = scrape.answer();
    asked.getLast().fail("no database");
    assertThat(answer.result()).contains("baton_chats{status=\"running\"} NaN");
  }
}
