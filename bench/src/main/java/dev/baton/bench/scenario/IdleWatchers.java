package dev.baton.bench.scenario;

import dev.baton.bench.host.LiveHeap;
import dev.baton.bench.host.Poll;
import dev.baton.bench.host.ProcessCost;
import dev.baton.bench.load.Many;
import dev.baton.bench.load.Source;
import dev.baton.bench.watch.Arrivals;
import dev.baton.bench.watch.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What somebody costs who watches a chat in which nothing happens, beside a WebSocket of the raw
/// server.
final class IdleWatchers implements Scenario {

  private static final Duration SETTLED = Duration.ofSeconds(3);
  private static final int CLOSED_AT_ONCE = 200;

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
    warmUp(stage.raw(), chats, faults);
    warmUp(stage.baton(), chats, faults);
    for (int i = 0; i < stage.settings().rounds().orElse(3); i++) {
      stage.say("round %d: %,d watchers".formatted(i + 1, chats * each));
      rounds.add(
          new Round(
              cost(stage.raw(), chats, each, faults), cost(stage.baton(), chats, each, faults)));
    }
    var heap = rounds.stream().mapToDouble(it -> it.baton.heap / it.raw.heap).toArray();
    var rss = rounds.stream().mapToDouble(it -> it.baton.rss / it.raw.rss).toArray();
    return Result.of(
        name(),
        List.of(
            Goal.atMost("live heap, by a bare WebSocket", 1.3, "", Rounds.median(heap)),
            Goal.atMost("RSS, by a bare WebSocket", 1.3, "", Rounds.median(rss))),
        faults.count(),
        "watchers",
        chats * each,
        "bytes_a_watcher",
        rounds);
  }

  /// So that what is loaded and made once is not counted.
  private static void warmUp(Source source, int chats, Faults faults) {
    cost(source, chats, 10, faults);
  }

  private static Cost cost(Source source, int chats, int each, Faults faults) {
    long heap = heap(source);
    long rss = rss(source);
    var rooms = source.gather(chats, each, new Arrivals(), faults);
    Poll.pause(SETTLED);
    double watchers = (double) chats * each;
    var cost = new Cost((heap(source) - heap) / watchers, (rss(source) - rss) / watchers);
    var all = rooms.stream().flatMap(room -> room.watchers().stream()).toList();
    Many.atOnce(CLOSED_AT_ONCE, all.size(), i -> all.get(i).close());
    Poll.pause(SETTLED);
    return cost;
  }

  private static long heap(Source source) {
    return source.servers().stream().mapToLong(process -> LiveHeap.of(process.pid())).sum();
  }

  /// Right after a collection, see [#heap].
  private static long rss(Source source) {
    return source.servers().stream().mapToLong(ProcessCost::rss).sum();
  }
}
