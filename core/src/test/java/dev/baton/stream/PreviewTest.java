package dev.baton.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatId;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.WorkerId;
import dev.baton.parts.EpisodeLog;
import dev.baton.parts.LocalParts;
import dev.baton.parts.PartsConfig;
import dev.baton.relay.PartsSource;
import dev.baton.relay.PartsSource.Target;
import dev.baton.time.VirtualScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PreviewTest {

  /// A source that answers when the test does.
  private static final class LateSource implements PartsSource {

    final List<Target> asked = new ArrayList<>();
    final List<Listener> listeners = new ArrayList<>();
    final List<Target> cancelled = new ArrayList<>();

    @Override
    public Following follow(Target target, Listener listener) {
      asked.add(target);
      listeners.add(listener);
      return () -> cancelled.add(target);
    }
  }

  private final LocalParts parts =
      new LocalParts(PartsConfig.DEFAULTS, new VirtualScheduler(), () -> true);
  private final LateSource source = new LateSource();
  private final FakeLoop loop = new FakeLoop();
  private final AtomicInteger news = new AtomicInteger();
  private final Preview preview = new Preview(source, loop, news::incrementAndGet);
  private final ChatId chat = ChatId.random();
  private final WorkerId worker = WorkerId.random();

  private Target target(long attempt) {
    return new Target(new EpisodeId(chat, 1, attempt), worker);
  }

  private EpisodeLog log(long attempt) {
    var log = parts.open(target(attempt).episode(), worker);
    log.text("a");
    return log;
  }

  @Test
  void a_target_is_asked_for_once_and_left_when_another_is_wanted() {
    preview.aim(Optional.of(target(1)));
    preview.aim(Optional.of(target(1)));
    assertThat(source.asked).containsExactly(target(1));
    preview.aim(Optional.of(target(2)));
    preview.aim(Optional.empty());
    assertThat(source.asked).containsExactly(target(1), target(2));
    assertThat(source.cancelled).containsExactly(target(1), target(2));
  }

  @Test
  void a_late_answer_about_a_former_target_is_not_looked_at() {
    preview.aim(Optional.of(target(1)));
    preview.aim(Optional.of(target(2)));
    var former = log(1);
    source.listeners.getFirst().onLog(former);
    source.listeners.getFirst().onGone();
    loop.runAll();
    former.text("b");
    assertThat(loop.isIdle()).as("the former log is not followed").isTrue();
    assertThat(preview.supply()).isEqualTo(new Supply.Unknown());
    assertThat(preview.after(0)).isEmpty();
    assertThat(news).hasValue(0);
  }

  @Test
  void a_log_that_is_left_wakes_nobody() {
    preview.aim(Optional.of(target(1)));
    var log = log(1);
    source.listeners.getFirst().onLog(log);
    loop.runAll();
    assertThat(preview.supply()).isEqualTo(new Supply.Here(1));
    preview.aim(Optional.empty());
    log.text("b");
    assertThat(loop.isIdle()).isTrue();
  }

  @Test
  void a_source_may_begin_anew_with_another_log() {
    preview.aim(Optional.of(target(1)));
    source.listeners.getFirst().onLog(log(1));
    loop.runAll();
    var mirror = log(7);
    mirror.text("b");
    source.listeners.getFirst().onLog(mirror);
    loop.runAll();
    assertThat(preview.supply()).isEqualTo(new Supply.Here(2));
  }

  @Test
  void a_target_that_is_gone_is_news() {
    preview.aim(Optional.of(target(1)));
    source.listeners.getFirst().onGone();
    loop.runAll();
    assertThat(preview.supply()).isEqualTo(new Supply.Gone());
    assertThat(news).hasValue(1);
  }
}
