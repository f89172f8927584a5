package dev.baton.bench.scenario;

import dev.baton.bench.host.HostException;
import dev.baton.bench.host.Poll;
import dev.baton.bench.load.BatonSource;
import dev.baton.bench.load.Latency;
import dev.baton.bench.load.Many;
import dev.baton.bench.load.Source.Room;
import dev.baton.bench.raw.Speech;
import dev.baton.bench.watch.Arrivals;
import dev.baton.bench.watch.Faults;
import dev.baton.bench.watch.Watcher;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Very many chats that go on for several turns; whether all of them come through.
final class ManyTurns implements Scenario {

  private static final int TURNS = 5;
  private static final Duration STEP = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "many-turns";
  }

  @Override
  public String question() {
    return "2,000 chats running at 2 parts/s: do all finish 5 turns?";
  }

  @Override
  public Result play(Stage stage) {
    var settings = stage.settings();
    int chats = settings.chats().orElse(2_000);
    int rate = settings.rate().orElse(2);
    var turn = settings.duration().orElse(Duration.ofSeconds(10));
    var speech =
        new Speech(Math.max(1, turn.toMillis() * rate / 1000), rate, settings.chars().orElse(40));
    var run = new Run(stage, speech, turn);
    run.play(chats);
    return Result.of(
        name(),
        List.of(Goal.atMost("turns not finished", 0, "", (double) chats * TURNS - run.done.sum())),
        run.faults.count(),
        "chats",
        chats,
        "turns",
        TURNS,
        "parts_a_turn",
        speech.parts(),
        "seconds",
        run.seconds,
        "travel",
        Latency.of(run.arrivals.takeTravel()),
        "since_due",
        Latency.of(run.arrivals.takeSinceDue()));
  }

  /// One play.
  private static final class Run {

    private final Stage stage;
    private final BatonSource source;
    private final Speech speech;
    private final Duration turn;
    private final Arrivals arrivals = new Arrivals();
    private final Faults faults = new Faults();
    private final LongAdder done = new LongAdder();
    private double seconds;

    Run(Stage stage, Speech speech, Duration turn) {
      this.stage = stage;
      this.source = stage.baton();
      this.speech = speech;
      this.turn = turn;
    }

    void play(int chats) {
      stage.say("%,d chats, a watcher each".formatted(chats));
      var rooms = source.gather(chats, 1, arrivals, faults);
      arrivals.startLatencies();
      long begun = System.nanoTime();
      var all = Future.join(begin(rooms, begun));
      long deadline = begun + turn.multipliedBy(4L * TURNS).plusSeconds(300).toNanos();
      while (!all.isComplete() && System.nanoTime() < deadline) {
        Poll.pause(STEP);
        stage.say(
            "%,d of %,d turns  %s".formatted(done.sum(), (long) chats * TURNS, faults.count()));
      }
      seconds = (System.nanoTime() - begun) / 1e9;
      Many.atOnce(100, rooms.size(), i -> watcher(rooms.get(i)).close());
    }

    /// Not all in the same moment, but within one part's time.
    private List<Future<Void>> begin(List<Room> rooms, long begun) {
      var begins = new ArrayList<Future<Void>>();
      long apart = Duration.ofSeconds(2).toNanos() / rooms.size();
      for (Room room : rooms) {
        begins.add(go(room, TURNS).onFailure(failed -> faults.failure(failed.toString())));
        Poll.pause(
            Duration.ofNanos(Math.max(0, begun + apart * begins.size() - System.nanoTime())));
      }
      return begins;
    }

    private Future<Void> go(Room room, int turns) {
      if (turns == 0) {
        return Future.succeededFuture();
      }
      var ended = watcher(room).nextTurn();
      return source
          .speak(room.name(), speech)
          .compose(_ -> ended)
          .compose(this::check)
          .compose(_ -> go(room, turns - 1));
    }

    private Future<Void> check(Watcher.Turn ended) {
      if (!ended.status().equals("waiting") || ended.parts() != speech.parts()) {
        return Future.failedFuture(
            new HostException(
                "a turn ended in %s after %d of %d parts"
                    .formatted(ended.status(), ended.parts(), speech.parts())));
      }
      done.increment();
      return Future.succeededFuture();
    }

    private static Watcher watcher(Room room) {
      return room.watchers().getFirst();
    }
  }
}
