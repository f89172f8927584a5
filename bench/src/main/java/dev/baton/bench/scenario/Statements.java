package dev.baton.bench.scenario;

import dev.baton.bench.host.HostException;
import dev.baton.bench.host.Poll;
import dev.baton.bench.load.Many;
import dev.baton.bench.watch.Arrivals;
import dev.baton.bench.watch.Faults;
import dev.baton.bench.watch.Watcher;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What the database is asked.
///
/// Chats work off a queue, so nobody sends a request while it is counted, and nobody watches: what
/// is asked then is asked by the workers. It is done with short queues and with long ones; the
/// difference, less what is asked in idle times, is what the steps between cost. Idle times are
/// counted without and with chats that are watched.
final class Statements implements Scenario {

  private static final int SHORT_QUEUE = 3;
  private static final int LONG_QUEUE = 18;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SHORT_TURN = "{\"text\": \"one step\", \"delay_ms\": 0}";

  /// Long enough to fill all queues while it lasts.
  private static final String FIRST_TURN = "{\"text\": \"first\", \"first_delay_ms\": 8000}";

  /// @param calls by statement
  private record Window(Map<String, Long> calls, double seconds) {

    double calls(String statement) {
      return calls.getOrDefault(statement, 0L);
    }

    double perSecond(String statement) {
      return calls(statement) / seconds;
    }

    double perSecond() {
      return calls.values().stream().mapToLong(Long::longValue).sum() / seconds;
    }
  }

  private record Cost(String statement, double perStep) {

    /// Hints are the replica's: one statement sends those of all its chats, every few milliseconds.
    boolean isHint() {
      return statement.contains("pg_notify");
    }
  }

  @Override
  public String name() {
    return "statements";
  }

  @Override
  public String question() {
    return "How many statements does a committed text step cost, and how many an idle second?";
  }

  @Override
  public Result play(Stage stage) {
    try (var counts = counts(stage)) {
      return play(stage, counts.count());
    }
  }

  /// Our own database is told to count, which it does after a start.
  private static StatementCounts counts(Stage stage) {
    var vertx = stage.sockets().vertx();
    if (stage.own().isEmpty()) {
      var url =
          stage
              .settings()
              .databaseUrl()
              .orElseThrow(() ->
                  new HostException(
                      "Statements are counted in the database: add --database-url to --url."));
      return StatementCounts.connect(vertx, url);
    }
    var own = stage.own().get();
    try (var before = StatementCounts.connect(vertx, own.databaseUrl())) {
      before.preload();
    }
    stage.say("starting again, with a database that counts");
    own.restart();
    return StatementCounts.connect(vertx, own.databaseUrl());
  }

  private Result play(Stage stage, StatementCounts counts) {
    int chats = stage.settings().chats().orElse(20);
    var rest = stage.settings().duration().orElse(Duration.ofSeconds(10));
    var names = stage.baton().chats(chats);
    var idle = idle(stage, counts, rest, "nobody watches");
    var shorter = busy(stage, counts, names, SHORT_QUEUE);
    var longer = busy(stage, counts, names, LONG_QUEUE);
    double steps = (double) chats * (LONG_QUEUE - SHORT_QUEUE);
    var costs = costs(idle, shorter, longer, steps);
    double perStep = costs.stream().filter(cost -> !cost.isHint()).mapToDouble(Cost::perStep).sum();
    var faults = new Faults();
    var watched = watched(stage, counts, rest, faults);
    return Result.of(
        name(),
        List.of(
            Goal.atMost("worker's statements a text step", 3, "", perStep),
            Goal.atMost(
                "statements an idle second, watched chats by none",
                1.5,
                "",
                watched.perSecond() / Math.max(1, idle.perSecond()))),
        faults.count(),
        "idle_per_second",
        idle.perSecond(),
        "idle_with_watched_chats_per_second",
        watched.perSecond(),
        "statements_per_step",
        costs);
  }

  private static Window idle(Stage stage, StatementCounts counts, Duration rest, String how) {
    stage.say("idle for " + rest.toSeconds() + " s, " + how);
    return window(counts, () -> Poll.pause(rest));
  }

  private static Window watched(Stage stage, StatementCounts counts, Duration rest, Faults faults) {
    int chats = stage.settings().watchers().orElse(200);
    var rooms = stage.baton().gather(chats, 1, new Arrivals(), faults);
    Poll.pause(Duration.ofSeconds(3));
    var idle = idle(stage, counts, rest, chats + " chats are watched");
    rooms.forEach(room -> room.watchers().forEach(Watcher::close));
    return idle;
  }

  private static Window busy(Stage stage, StatementCounts counts, List<String> chats, int queue) {
    stage.say("%d chats work off %d messages each".formatted(chats.size(), queue));
    Many.atOnce(chats.size(), chats.size(), i -> stage.baton().send(chats.get(i), FIRST_TURN));
    IntStream.range(0, queue)
        .forEach(_ ->
            Many.atOnce(
                chats.size(), chats.size(), i -> stage.baton().send(chats.get(i), SHORT_TURN)));
    return window(
        counts,
        () ->
            Poll.until(
                PATIENCE, () -> counts.unfinished() == 0, () -> "The chats did not finish."));
  }

  private static Window window(StatementCounts counts, Runnable during) {
    var before = counts.calls();
    long begun = System.nanoTime();
    during.run();
    double seconds = (System.nanoTime() - begun) / 1e9;
    var calls = counts.calls();
    before.forEach((statement, earlier) -> calls.merge(statement, -earlier, Long::sum));
    return new Window(calls, seconds);
  }

  /// What happens once a step. What happens once a second, or once a queue, falls out.
  private static List<Cost> costs(Window idle, Window shorter, Window longer, double steps) {
    return longer.calls().keySet().stream()
        .map(statement -> {
          double more = longer.calls(statement) - shorter.calls(statement);
          double byTime = idle.perSecond(statement) * (longer.seconds() - shorter.seconds());
          return new Cost(statement, (more - byTime) / steps);
        })
        .filter(cost -> cost.perStep() >= 0.01)
        .sorted(Comparator.comparingDouble(Cost::perStep).reversed())
        .toList();
  }
}
