package dev.baton.postgres;

import static dev.baton.postgres.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatStatus;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgCensusTest {

  private static final Deployment baton = new Deployment();

  private final PgCensus census = new PgCensus(baton.database);

  @AfterAll
  static void stop() {
    baton.close();
  }

  @BeforeEach
  void empty() {
    baton.sql("DELETE FROM chats");
  }

  @Test
  void an_empty_deployment_has_every_status_and_nothing_in_it() {
    var found = await(census.take());

    assertThat(found.chats()).containsOnlyKeys(ChatStatus.values()).values().containsOnly(0L);
    assertThat(found.unowned()).isZero();
    assertThat(found.longestWait()).isZero();
    assertThat(found.queued()).isZero();
  }

  @Test
  void every_chat_is_counted_once() {
    baton.in("W");
    baton.in("XE0");
    baton.in("E0");
    baton.in("R0");
    baton.in("I1");
    baton.chat();

    var found = await(census.take());

    assertThat(found.chats())
        .containsEntry(ChatStatus.WAITING, 2L)
        .containsEntry(ChatStatus.ERROR, 1L)
        .containsEntry(ChatStatus.RUNNING, 2L)
        .containsEntry(ChatStatus.INTERRUPTING, 1L)
        .containsEntry(ChatStatus.REQUIRES_ACTION, 0L);
    assertThat(found.queued()).isEqualTo(1);
  }

  @Test
  void the_longest_wait_is_that_of_the_chat_nobody_runs() {
    var waiting = baton.chat();
    baton.sql(
        "UPDATE chats SET runnable_since = clock_timestamp() - interval '1 minute' WHERE id = $1",
        waiting.value());

    var found = await(census.take());

    assertThat(found.unowned()).isEqualTo(1);
    assertThat(found.longestWait()).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
  }
}
