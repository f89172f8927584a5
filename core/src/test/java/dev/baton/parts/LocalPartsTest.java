package dev.baton.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatId;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.WorkerId;
import dev.baton.time.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LocalPartsTest {

  private final VirtualScheduler time = new VirtualScheduler();
  private final AtomicBoolean trusted = new AtomicBoolean(true);
  private final LocalParts parts = new LocalParts(PartsConfig.DEFAULTS, time, trusted::get);
  private final WorkerId worker = WorkerId.random();
  private final EpisodeId episode = new EpisodeId(ChatId.random(), 1, 1);
  private final List<EpisodeLog> told = new ArrayList<>();

  @Test
  void a_reader_may_ask_before_the_worker_has_begun() {
    parts.follow(episode, told::add);
    assertThat(told).isEmpty();
    var log = parts.open(episode, worker);
    assertThat(told).containsExactly(log);
  }

  @Test
  void a_reader_of_an_open_log_is_told_at_once() {
    var log = parts.open(episode, worker);
    parts.follow(episode, told::add);
    assertThat(told).containsExactly(log);
  }

  @Test
  void who_no_longer_waits_is_not_told_and_does_not_hinder_the_worker() {
    var first = parts.follow(episode, told::add);
    parts.follow(episode, told::add);
    first.cancel();
    first.cancel();
    parts.open(episode, worker);
    assertThat(told).hasSize(1);
  }

  @Test
  void an_episode_that_is_begun_again_has_the_same_log() {
    var log = parts.open(episode, worker);
    log.close();
    assertThat(parts.open(episode, worker)).isSameAs(log);
    assertThat(log.text("late")).isEqualTo(new Addition.Closed());
  }

  @Test
  void a_closed_log_stays_for_a_while_and_an_open_one_for_good() {
    parts.start();
    parts.start();
    parts.open(new EpisodeId(episode.chatId(), 1, 2), worker);
    parts.open(episode, worker).close();
    time.advance(Duration.ofSeconds(14));
    parts.follow(episode, told::add);
    assertThat(told).hasSize(1);
    time.advance(Duration.ofSeconds(10));
    assertThat(parts.size()).isEqualTo(1);
    parts.follow(episode, told::add);
    assertThat(told).hasSize(1);
  }

  @Test
  void a_removed_log_can_be_read_on_by_those_who_hold_it() {
    parts.start();
    parts.follow(episode, told::add);
    var log = parts.open(episode, worker);
    log.text("a");
    log.close();
    time.advance(Duration.ofMinutes(1));
    assertThat(parts.size()).isZero();
    assertThat(told.getFirst().read(1, 10)).hasSize(1);
  }

  @Test
  void nothing_is_shown_while_the_lease_is_in_doubt() {
    var log = parts.open(episode, worker);
    log.text("a");
    trusted.set(false);
    assertThat(log.read(1, 10)).isEmpty();
    trusted.set(true);
    assertThat(log.read(1, 10)).hasSize(1);
  }

  @Test
  void parts_added_while_the_lease_is_in_doubt_are_shown_as_soon_as_it_is_good_again() {
    parts.start();
    var log = parts.open(episode, worker);
    trusted.set(false);
    var wakes = new ArrayList<Long>();
    var reader = log.follow(() -> wakes.add(log.lastSeq()));
    log.text("a");
    assertThat(reader.read(1, 10)).isEmpty();
    time.advance(Duration.ofSeconds(1));
    assertThat(wakes).as("nothing to see yet").hasSize(1);

    trusted.set(true);
    time.advance(Duration.ofSeconds(1));

    assertThat(wakes).hasSize(2);
    assertThat(reader.read(1, 10)).hasSize(1);
  }

  @Test
  void no_timer_is_left_after_a_stop() {
    parts.start();
    trusted.set(false);
    parts.open(episode, worker).read(1, 10);
    parts.stop();
    parts.stop();
    assertThat(time.pending()).isZero();
  }
}
