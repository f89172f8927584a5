package dev.baton.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatId;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.WorkerId;
import dev.baton.parts.EpisodeLog;
import dev.baton.parts.LocalParts;
import dev.baton.parts.PartsConfig;
import dev.baton.relay.PartsSource.Target;
import dev.baton.time.VirtualScheduler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalOnlyTest {

  private final LocalParts parts =
      new LocalParts(PartsConfig.DEFAULTS, new VirtualScheduler(), () -> true);
  private final WorkerId own = WorkerId.random();
  private final EpisodeId episode = new EpisodeId(ChatId.random(), 1, 1);
  private final List<String> told = new ArrayList<>();
  private final PartsSource.Listener listener =
      new PartsSource.Listener() {
        @Override
        public void onLog(EpisodeLog log) {
          told.add("log");
        }

        @Override
        public void onGone() {
          told.add("gone");
        }
      };

  private PartsSource source(WorkerId... workers) {
    return new LocalOnly(parts, List.of(workers)::contains);
  }

  @Test
  void parts_of_the_own_worker_are_here() {
    source(own).follow(new Target(episode, own), listener);
    assertThat(told).isEmpty();
    parts.open(episode, own);
    assertThat(told).containsExactly("log");
  }

  @Test
  void parts_of_another_worker_cannot_be_had() {
    source(own).follow(new Target(episode, WorkerId.random()), listener);
    assertThat(told).containsExactly("gone");
  }

  @Test
  void a_former_worker_s_log_is_not_shown_as_the_present_one_s() {
    var former = WorkerId.random();
    parts.open(episode, former);
    source(own, former).follow(new Target(episode, own), listener);
    assertThat(told).isEmpty();
  }

  @Test
  void who_has_cancelled_is_not_told() {
    source(own).follow(new Target(episode, own), listener).cancel();
    parts.open(episode, own);
    assertThat(told).isEmpty();
  }
}
