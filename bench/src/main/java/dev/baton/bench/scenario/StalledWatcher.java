package dev.baton.bench.scenario;

import dev.baton.bench.host.ProcessCost;
import dev.baton.bench.load.BatonSource;
import dev.baton.bench.load.LoadFigures;
import dev.baton.bench.load.LoadPlan;
import dev.baton.bench.load.Many;
import dev.baton.bench.load.Source;
import dev.baton.bench.raw.Speech;
import dev.baton.bench.watch.Arrivals;
import dev.baton.bench.watch.Faults;
import dev.baton.bench.watch.Watcher;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Watchers whose sockets take nothing more, among others. What the kernel holds for them is not
/// counted: it is the same for every server.
final class StalledWatcher implements Scenario {

  /// The same load without and with them, one after the other.
  private record Round(LoadFigures without, LoadFigures with) {

    double growth() {
      return with.travel().p99() / without.travel().p99() * 100 - 100;
    }

    double heap(int stalled) {
      return (with.liveHeap() - without.liveHeap()) / 1024.0 / stalled;
    }

    double rss(int stalled) {
      return (with.rss() - without.rss()) / 1024.0 / stalled;
    }
  }

  @Override
  public String name() {
    return "stalled-watcher";
  }

  @Override
  public String question() {
    return "What does a watcher cost who has stopped reading, and do the others notice?";
  }

  @Override
  public Result play(Stage stage) {
    var settings = stage.settings();
    int stalled = settings.chats().orElse(50);
    var plan =
        LoadPlan.paced(
            1,
            settings.watchers().orElse(50),
            settings.rate().orElse(100),
            settings.chars().orElse(2_000),
            Duration.ofSeconds(3),
            settings.duration().orElse(Duration.ofSeconds(20)));
    var rounds = new ArrayList<Round>();
    stage.load(stage.baton(), plan);
    for (int i = 0; i < settings.rounds().orElse(3); i++) {
      rounds.add(round(stage, plan, stalled));
    }
    double heap = Rounds.median(rounds.stream().mapToDouble(it -> it.heap(stalled)).toArray());
    double rss = Rounds.median(rounds.stream().mapToDouble(it -> it.rss(stalled)).toArray());
    double growth = Rounds.median(rounds.stream().mapToDouble(Round::growth).toArray());
    return Result.of(
        name(),
        List.of(
            Goal.atMost("live heap a stalled watcher", 256, "KiB", heap),
            Goal.atMost("RSS a stalled watcher", 256, "KiB", rss),
            Goal.atMost("growth of the others' p99", 10, "%", growth)),
        rounds.stream()
            .map(round -> round.without.faults().plus(round.with.faults()))
            .reduce(Faults.Count.NONE, Faults.Count::plus),
        "stalled",
        stalled,
        "plan",
        plan,
        "rounds",
        rounds);
  }

  private static Round round(Stage stage, LoadPlan plan, int stalled) {
    var without = stage.load(stage.baton(), plan);
    stage.say("and now with " + stalled + " that have stopped reading");
    try (var crowd = new WithStalled(stage.baton(), stalled)) {
      return new Round(without, stage.load(crowd, plan));
    }
  }

  /// Rooms with some in them who stop reading as soon as they are in. They are nobody's concern.
  private static final class WithStalled implements Source, AutoCloseable {

    private final BatonSource source;
    private final int stalled;
    private final List<Watcher> asleep = new ArrayList<>();

    WithStalled(BatonSource source, int stalled) {
      this.source = source;
      this.stalled = stalled;
    }

    @Override
    public List<Room> gather(int rooms, int each, Arrivals arrivals, Faults faults) {
      var gathered = source.gather(rooms, each, arrivals, faults);
      gathered.forEach(room -> asleep.addAll(stalled(room.name())));
      return gathered;
    }

    private List<Watcher> stalled(String chat) {
      return Many.atOnce(
          stalled,
          stalled,
          _ ->
              source
                  .sockets()
                  .openNarrow(
                      new Watcher(chat, new Arrivals(), new Faults()),
                      source.client().stream(chat, ""))
                  .onSuccess(Watcher::stall));
    }

    @Override
    public Future<?> speak(String room, Speech speech) {
      return source.speak(room, speech);
    }

    @Override
    public List<ProcessCost> servers() {
      return source.servers();
    }

    @Override
    public void close() {
      Many.atOnce(stalled, asleep.size(), i -> asleep.get(i).close());
    }
  }
}
