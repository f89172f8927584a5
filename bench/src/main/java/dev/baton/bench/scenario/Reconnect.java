package dev.baton.bench.scenario;

import dev.baton.bench.load.BatonClient;
import dev.baton.bench.load.Latency;
import dev.baton.bench.load.Many;
import dev.baton.bench.watch.Arrivals;
import dev.baton.bench.watch.Faults;
import dev.baton.bench.watch.Position;
import dev.baton.bench.watch.Watcher;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;

/// A client that comes back in the middle of a long answer, with a cursor.
final class Reconnect implements Scenario {

  private static final int PARTS = 10_000;
  private static final int TRIALS = 300;
  private static final int WARM_UP = 50;
  private static final long SEED = 42;

  @Override
  public String name() {
    return "reconnect";
  }

  @Override
  public String question() {
    return "A cursor into an episode of 10,000 parts: how soon is the rest there, and only that?";
  }

  @Override
  public Result play(Stage stage) {
    var faults = new Faults();
    var chat = stage.baton().chats(1).getFirst();
    var end = speak(stage, chat, faults);
    var histogram = new Histogram(3);
    var arrivals = new Arrivals();
    var seeds = new Random(SEED);
    long expected = 0;
    for (int trial = -WARM_UP; trial < TRIALS; trial++) {
      long seq = seeds.nextInt(PARTS);
      long nanos = comeBack(stage, chat, end.at(seq), arrivals, faults);
      expected += PARTS - seq;
      if (trial >= 0) {
        histogram.recordValue(nanos);
      }
    }
    Many.await(stage.baton().client().post("/chats/" + chat + "/interrupt", BatonClient.object()));
    var latency = Latency.of(histogram);
    return Result.of(
        name(),
        List.of(
            Goal.atMost("until the last part is there, p99", 50, "ms", latency.p99()),
            Goal.atMost(
                "parts sent beyond the rest",
                0,
                "",
                (double) (arrivals.count().parts() - expected))),
        faults.count(),
        "parts",
        PARTS,
        "reconnects",
        TRIALS,
        "latency",
        latency,
        "frames_a_reconnect",
        (double) arrivals.count().frames() / (TRIALS + WARM_UP));
  }

  /// Has all parts said, and the turn go on.
  private static Position speak(Stage stage, String chat, Faults faults) {
    stage.say("saying " + PARTS + " parts");
    var script =
        BatonClient.object()
            .put("text", "x".repeat(stage.settings().chars().orElse(40)))
            .put("chunk_size", stage.settings().chars().orElse(40))
            .put("repeat", PARTS)
            .put("delay_ms", 0)
            .put("stall", true);
    var source = stage.baton();
    var watcher = new Watcher(chat, new Arrivals(), faults);
    Many.await(stage.sockets().open(watcher, source.client().stream(chat, "")));
    var all = watcher.reaches(PARTS);
    Many.await(source.send(chat, script.toString()));
    Many.await(all);
    var end = watcher.position();
    Many.await(watcher.close());
    stage.say("coming back " + TRIALS + " times");
    return end;
  }

  private static long comeBack(
      Stage stage, String chat, Position from, Arrivals arrivals, Faults faults) {
    var watcher = new Watcher(chat, arrivals, faults).holding(from.seq());
    var all = watcher.reaches(PARTS);
    long begun = System.nanoTime();
    var opened = stage.sockets().open(watcher, stage.baton().client().stream(chat, from.query()));
    Many.await(all);
    long nanos = System.nanoTime() - begun;
    Many.await(opened);
    Many.await(watcher.close());
    return nanos;
  }
}
