package dev.baton.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatId;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.Part;
import dev.baton.chat.Role;
import dev.baton.chat.WorkerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpisodeLogTest {

  private static final int MUCH = 1 << 20;

  private final AtomicBoolean readable = new AtomicBoolean(true);
  private final AtomicInteger closings = new AtomicInteger();
  private final EpisodeLog log = log(PartsConfig.DEFAULTS);

  private EpisodeLog log(PartsConfig config) {
    return new EpisodeLog(
        new EpisodeId(ChatId.random(), 1, 1),
        WorkerId.random(),
        config,
        readable::get,
        closings::incrementAndGet);
  }

  private static PartsConfig bounds(int outputChars, int episodeChars) {
    return new PartsConfig(Duration.ofSeconds(15), outputChars, episodeChars);
  }

  private static Stretch text(long seq, int count, String text) {
    return new Stretch(seq, count, new LivePart.Text(text));
  }

  private String shown() {
    var all = new StringBuilder();
    for (Stretch stretch : log.read(1, MUCH)) {
      if (stretch.part() instanceof LivePart.Delta delta) {
        all.append(delta.text());
      }
    }
    return all.toString();
  }

  @Test
  void every_call_of_the_writer_is_one_seq() {
    assertThat(log.lastSeq()).isZero();
    assertThat(log.text("a")).isEqualTo(new Addition.Added(1));
    assertThat(log.text("")).isEqualTo(new Addition.Added(2));
    assertThat(log.reasoning("b")).isEqualTo(new Addition.Added(3));
    assertThat(log.toolCallArgs("c", "ls", "{")).isEqualTo(new Addition.Added(4));
    assertThat(log.toolCall(new Part.ToolCall("c", "ls", "{}"))).isEqualTo(new Addition.Added(5));
    assertThat(log.toolOutput("c", "ls", "x")).isEqualTo(new Addition.Added(6));
    assertThat(log.toolResult(new Part.ToolResult("c", "ls", "1", false)))
        .isEqualTo(new Addition.Added(7));
    assertThat(log.source(new Part.Source("https://example.org", "Example")))
        .isEqualTo(new Addition.Added(8));
    assertThat(log.lastSeq()).isEqualTo(8);
    assertThat(log.read(1, MUCH))
        .extracting(Stretch::seq)
        .containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void adjacent_deltas_of_a_kind_are_merged() {
    log.text("Hel");
    log.text("lo");
    log.reasoning("hm");
    log.text("!");
    assertThat(log.read(1, MUCH))
        .containsExactly(
            text(2, 2, "Hello"), new Stretch(3, 1, new LivePart.Reasoning("hm")), text(4, 1, "!"));
  }

  @Test
  void deltas_of_different_calls_are_not_merged() {
    log.toolCallArgs("1", "ls", "{");
    log.toolCallArgs("2", "ls", "[");
    log.toolCallArgs("2", "ls", "]");
    log.toolOutput("2", "ls", "out");
    assertThat(log.read(1, MUCH))
        .containsExactly(
            new Stretch(1, 1, new LivePart.CallArgs("1", "ls", "{")),
            new Stretch(3, 2, new LivePart.CallArgs("2", "ls", "[]")),
            new Stretch(4, 1, new LivePart.Output("2", "ls", "out")));
  }

  @Test
  void whole_parts_stand_alone_and_know_their_role() {
    log.toolCall(new Part.ToolCall("1", "ls", "{}"));
    log.toolResult(new Part.ToolResult("1", "ls", "\"ok\"", false));
    assertThat(log.read(1, MUCH))
        .extracting(stretch -> stretch.part().role())
        .containsExactly(Role.ASSISTANT, Role.TOOL);
  }

  @Test
  void a_late_reader_gets_a_long_answer_in_a_handful_of_stretches() {
    for (int i = 0; i < 10_000; i++) {
      log.text("token ");
    }
    var stretches = new ArrayList<Stretch>();
    for (long next = 1; next <= log.lastSeq(); next = stretches.getLast().seq() + 1) {
      stretches.addAll(log.read(next, 16 * 1024));
    }
    assertThat(stretches).hasSize(4);
    assertThat(stretches).extracting(Stretch::count).containsExactly(2730, 2730, 2730, 1810);
  }

  @Test
  void any_range_is_served_exactly() {
    var random = new Random(42);
    var tokens = IntStream.range(0, 300).mapToObj(i -> "t" + i + " ").toList();
    for (String token : tokens) {
      if (random.nextInt(10) == 0) {
        log.reasoning(token);
      } else {
        log.text(token);
      }
    }
    for (int from = 1; from <= tokens.size(); from++) {
      long expected = from;
      for (Stretch stretch : log.read(from, 1 + random.nextInt(200))) {
        assertThat(stretch.firstSeq()).isEqualTo(expected);
        assertThat(((LivePart.Delta) stretch.part()).text())
            .isEqualTo(String.join("", tokens.subList((int) expected - 1, (int) stretch.seq())));
        expected = stretch.seq() + 1;
      }
      assertThat(expected).isGreaterThan(from);
    }
  }

  @Test
  void a_read_is_bounded_but_brings_one_part_at_least() {
    log.text("a long delta");
    log.text("b");
    assertThat(log.read(1, 3)).containsExactly(text(1, 1, "a long delta"));
    assertThat(log.read(2, 3)).containsExactly(text(2, 1, "b"));
    assertThat(log.read(3, 3)).isEmpty();
  }

  @Test
  void a_closed_log_takes_nothing_and_can_still_be_read() {
    log.text("a");
    log.close();
    log.close();
    assertThat(log.isClosed()).isTrue();
    assertThat(closings).hasValue(1);
    assertThat(log.text("b")).isEqualTo(new Addition.Closed());
    assertThat(log.toolCall(new Part.ToolCall("c", "ls", "{}"))).isEqualTo(new Addition.Closed());
    assertThat(log.read(1, MUCH)).containsExactly(text(1, 1, "a"));
  }

  @Test
  void a_reader_is_woken_at_most_once_until_it_reads() {
    var wakes = new AtomicInteger();
    var reader = log.follow(wakes::incrementAndGet);
    log.text("a");
    log.text("b");
    log.text("c");
    assertThat(wakes).hasValue(1);
    assertThat(reader.read(1, MUCH)).containsExactly(text(3, 3, "abc"));
    log.text("d");
    log.text("e");
    assertThat(wakes).hasValue(2);
    assertThat(reader.read(4, MUCH)).containsExactly(text(5, 2, "de"));
    log.close();
    assertThat(wakes).hasValue(3);
  }

  @Test
  void a_cancelled_reader_is_not_woken() {
    var wakes = new AtomicInteger();
    log.follow(wakes::incrementAndGet).cancel();
    log.text("a");
    log.close();
    assertThat(wakes).hasValue(0);
  }

  @Test
  void a_surrogate_pair_that_was_torn_apart_is_put_together() {
    log.text("smile \uD83D");
    log.text("\uDE00!");
    assertThat(log.read(1, MUCH)).containsExactly(text(2, 2, "smile \uD83D\uDE00!"));
    assertThat(log.read(1, 1)).containsExactly(text(1, 1, "smile "));
  }

  @Test
  void halves_of_a_pair_find_each_other_across_another_call() {
    log.toolOutput("1", "ls", "\uD83D");
    log.toolOutput("2", "ls", "x");
    log.toolOutput("1", "ls", "\uDE00");
    assertThat(log.read(3, MUCH))
        .containsExactly(new Stretch(3, 1, new LivePart.Output("1", "ls", "\uD83D\uDE00")));
  }

  @Test
  void what_is_no_character_is_replaced_visibly() {
    log.text("a\0b\uDE00c\uD83Dd");
    assertThat(shown()).isEqualTo("a\u2400b\uFFFDc\uFFFDd");
  }

  @Test
  void arguments_and_results_that_are_not_json_become_json_strings() {
    log.toolCall(new Part.ToolCall("1", "ls", "{\"path\": "));
    log.toolResult(new Part.ToolResult("1", "ls", "a\0b", true));
    assertThat(log.read(1, MUCH))
        .extracting(Stretch::part)
        .containsExactly(
            new LivePart.Whole(new Part.ToolCall("1", "ls", "\"{\\\"path\\\": \"")),
            new LivePart.Whole(new Part.ToolResult("1", "ls", "\"a\u2400b\"", true)));
  }

  @Test
  void live_output_past_its_bound_is_announced_once() {
    var bounded = log(bounds(10, 1000));
    assertThat(bounded.toolOutput("1", "ls", "12345678")).isEqualTo(new Addition.Added(1));
    assertThat(bounded.toolOutput("1", "ls", "90AB")).isEqualTo(new Addition.Added(2));
    assertThat(bounded.toolOutput("1", "ls", "CD")).isEqualTo(new Addition.Cut());
    assertThat(bounded.toolOutput("2", "ls", "other")).isEqualTo(new Addition.Added(3));
    assertThat(bounded.toolResult(new Part.ToolResult("1", "ls", "{}", false)))
        .isEqualTo(new Addition.Added(4));
    assertThat(bounded.read(1, MUCH).getFirst().part())
        .isEqualTo(new LivePart.Output("1", "ls", "1234567890" + Intake.OUTPUT_CUT));
  }

  @Test
  void an_episode_past_its_bound_is_announced_once() {
    var bounded = log(bounds(10, 10));
    bounded.text("12345678");
    assertThat(bounded.text("90AB")).isEqualTo(new Addition.Added(2));
    assertThat(bounded.text("CD")).isEqualTo(new Addition.Cut());
    assertThat(bounded.source(new Part.Source("u", "t"))).isEqualTo(new Addition.Cut());
    assertThat(bounded.read(1, MUCH))
        .containsExactly(text(2, 2, "1234567890" + Intake.EPISODE_CUT));
  }

  @Test
  void a_large_part_is_shown_whole_though_it_passes_the_bound() {
    var bounded = log(bounds(10, 10));
    assertThat(bounded.toolResult(new Part.ToolResult("1", "ls", "\"123456789\"", false)))
        .isEqualTo(new Addition.Added(1));
    assertThat(bounded.text("x")).isEqualTo(new Addition.Added(2));
    assertThat(bounded.text("y")).isEqualTo(new Addition.Cut());
    assertThat(bounded.read(2, MUCH)).containsExactly(text(2, 1, Intake.EPISODE_CUT));
  }

  @Test
  void a_bound_tears_no_surrogate_pair() {
    var bounded = log(bounds(2, 1000));
    bounded.toolOutput("1", "ls", "a\uD83D\uDE00");
    assertThat(bounded.read(1, MUCH).getFirst().part())
        .isEqualTo(new LivePart.Output("1", "ls", "a" + Intake.OUTPUT_CUT));
  }

  @Test
  void a_log_that_may_not_be_shown_still_takes_parts() {
    var wakes = new AtomicInteger();
    var reader = log.follow(wakes::incrementAndGet);
    readable.set(false);
    assertThat(log.text("a")).isEqualTo(new Addition.Added(1));
    assertThat(reader.read(1, MUCH)).isEmpty();
    readable.set(true);
    log.text("b");
    assertThat(wakes).hasValue(2);
    assertThat(reader.read(1, MUCH)).containsExactly(text(2, 2, "ab"));
  }

  @Test
  void readers_on_other_threads_see_each_part_once_and_in_order() throws InterruptedException {
    int parts = 20_000;
    var results = new ArrayList<StringBuilder>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 3; i++) {
      var seen = new StringBuilder();
      results.add(seen);
      threads.add(Thread.ofVirtual().start(() -> readAll(seen)));
    }
    var expected = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      log.text(i + " ");
      expected.append(i).append(' ');
    }
    log.close();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(results)
        .allSatisfy(seen -> assertThat(seen.toString()).isEqualTo(expected.toString()));
  }

  private void readAll(StringBuilder seen) {
    var woken = new Semaphore(1);
    var reader = log.follow(woken::release);
    long next = 1;
    while (true) {
      woken.acquireUninterruptibly();
      boolean ended = log.isClosed();
      for (List<Stretch> some = reader.read(next, 100); !some.isEmpty(); ) {
        for (Stretch stretch : some) {
          assertThat(stretch.firstSeq()).isEqualTo(next);
          seen.append(((LivePart.Text) stretch.part()).text());
          next = stretch.seq() + 1;
        }
        some = reader.read(next, 100);
      }
      if (ended) {
        return;
      }
    }
  }
}
