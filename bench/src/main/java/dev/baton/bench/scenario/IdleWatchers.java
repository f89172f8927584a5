package dev.baton.bench.scenario;

import dev.baton.bench.host.LiveHeap;
import dev.baton.bench.host.Poll;
import dev.baton.bench.host.ProcessCost;
import dev.baton.bench.load.Source;
import dev.baton.bench.watch.Arrivals;
import dev.baton.bench.watch.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What somebody costs who watches a chat in which nothing happens, beside a WebSocket of the raw
/// server.
///
/// Each round adds as many again, and nobody leaves before the end: a process does not give back
/// what it once had, so a second crowd in the place of a first would seem to cost nothing.
final class IdleWatchers implements Scenario {

  private static final Duration SETTLED = Duration.ofSeconds(3);

  /// So that what is loaded and made once is not counted.
  private static final int FEW = 10;

  /// @param heap bytes a watcher
  /// @param rss bytes a watcher
  private record Cost(double heap, double rss) {}

  private record Round(Cost raw, Cost baton) {}

  @Override
  public String name() {
    return "idle-watchers";
  }

  @Override
  public String question() {
    return "What does an idle watcher cost, by a bare WebSocket?";
  }

  @Override
  public Result play(Stage stage) {
    int chats = stage.settings().chats().orElse(20);
    int each = stage.settings().watchers().orElse(100);
    var faults = new Faults();
    var rounds = new ArrayList<Round>();
    crowd(stage.raw(), chats, FEW, faults);
    crowd(stage.baton(), chats, FEW, faults);
    for (int i = 0; i < stage.settings().rounds().orElse(3); i++) {
      stage.say("round %d: %,d watchers more".formatted(i + 1, chats * each));
      rounds.add(
          new Round(
              crowd(stage.raw(), chats, each, faults), crowd(stage.baton(), chats, each, faults)));
    }
    var heap = rounds.stream().mapToDouble(it -> it.baton.heap / it.raw.heap).toArray();
    var rss = rounds.stream().mapToDouble(it -> it.baton.rss / it.raw.rss).toArray();
    return Result.of(
        name(),
        List.of(
            Goal.atMost("live heap, by a bare WebSocket", 1.3, "", Rounds.median(heap)),
            Goal.atMost("RSS, by a bare WebSocket", 1.3, "", Rounds.median(rss))),
        faults.count(),
        "watchers_a_round",
        chats * each,
        "bytes_a_watcher",
        rounds);
  }

  private static Cost crowd(Source source, int chats, int each, Faults faults) {
    long heap = heap(source);
    long rss = rss(source);
    source.gather(chats, each, new Arrivals(), faults);
    Poll.pause(SETTLED);
    double watchers = (double) chats * each;
    return new Cost((heap(source) - heap) / watchers, (rss(source) - rss) / watchers);
  }

  private static long heap(Source source) {
    return source.servers().stream().mapToLong(process -> LiveHeap.of(process.pid())).sum();
  }

  /// Right after a collection, see [#heap].
  private static long rss(Source source) {
    return source.servers().stream().mapToLong(ProcessCost::rss).sum();
  }
}
