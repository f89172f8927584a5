package dev.baton.bench.load;

import dev.baton.bench.host.LiveHeap;
import dev.baton.bench.host.Poll;
import dev.baton.bench.host.ProcessCost;
import dev.baton.bench.watch.Arrivals;
import dev.baton.bench.watch.Faults;
import dev.baton.bench.watch.Watcher;
import dev.baton.bench.watch.Watcher.Turn;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/// One load on one source, from the first watcher to the last. For one thread, once.
public final class LoadRun {

  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Duration SLACK = Duration.ofMinutes(2);
  private static final Duration SPREAD = Duration.ofSeconds(1);

  private final Source source;
  private final LoadPlan plan;
  private final Consumer<String> progress;
  private final Arrivals arrivals = new Arrivals();
  private final Faults faults = new Faults();
  private final Histogram travel = new Histogram(3);
  private final Histogram sinceDue = new Histogram(3);
  private List<ProcessCost> known = List.of();

  public LoadRun(Source source, LoadPlan plan, Consumer<String> progress) {
    this.source = source;
    this.plan = plan;
    this.progress = progress;
  }

  /// Moments of a run, and what had arrived and been spent until then.
  private record Mark(long nanos, Arrivals.Count count, Duration servers, Duration own) {}

  public LoadFigures run() {
    progress.accept("%d rooms of %d watchers".formatted(plan.rooms(), plan.watchers()));
    var rooms = source.gather(plan.rooms(), plan.watchers(), arrivals, faults);
    var turns = turns(rooms);
    speak(rooms);
    Poll.pause(plan.warmUp());
    arrivals.startLatencies();
    var start = mark();
    var end = follow(start, turns);
    var figures = figures(start, end);
    rooms.forEach(room -> room.watchers().forEach(Watcher::close));
    return figures;
  }

  private List<Future<Turn>> turns(List<Source.Room> rooms) {
    return rooms.stream()
        .flatMap(room -> room.watchers().stream())
        .map(watcher -> watcher.nextTurn().onSuccess(turn -> check(turn)))
        .toList();
  }

  private void check(Turn turn) {
    if (!turn.status().equals("waiting")) {
      faults.failure("a turn ended in " + turn.status());
    } else if (turn.parts() != plan.speech().parts()) {
      faults.failure(
          "a turn ended after %d of %d parts".formatted(turn.parts(), plan.speech().parts()));
    }
  }

  /// Spread over a while, so that rooms do not all speak at the same moments.
  private void speak(List<Source.Room> rooms) {
    var speech = plan.speech();
    long begun = System.nanoTime();
    for (int i = 0; i < rooms.size(); i++) {
      var name = rooms.get(i).name();
      source.speak(name, speech).onFailure(refused -> faults.failure(refused.toString()));
      long due = begun + SPREAD.toNanos() * (i + 1) / rooms.size();
      if (rooms.size() > 1) {
        Poll.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      }
    }
  }

  /// Tells how it goes until all turns have ended.
  ///
  /// @return the end of what counts; the servers' work after it, such as the commits, does not
  private Mark follow(Mark start, List<Future<Turn>> turns) {
    var all = Future.join(turns);
    long deadline = start.nanos + plan.duration().plus(SLACK).toNanos();
    var before = start;
    var end = start;
    while (!all.isComplete() && before.nanos < deadline) {
      Poll.pause(STEP);
      var now = mark();
      tell(start, before, now);
      if (isFirst(end, start) || now.nanos <= start.nanos + plan.duration().toNanos()) {
        end = now;
      }
      before = now;
    }
    if (!all.isComplete()) {
      faults.failure("turns did not end in time");
    }
    return new Mark(end.nanos, arrivals.count(), end.servers, end.own);
  }

  private static boolean isFirst(Mark end, Mark start) {
    return end.nanos == start.nanos;
  }

  private void tell(Mark start, Mark before, Mark now) {
    var recent = arrivals.takeTravel();
    travel.add(recent);
    sinceDue.add(arrivals.takeSinceDue());
    double seconds = (now.nanos - before.nanos) / 1e9;
    progress.accept(
        "%3.0f s  %,9.0f parts/s  p99 %8.2f ms  server %.2f cores  %s"
            .formatted(
                (now.nanos - start.nanos) / 1e9,
                now.count.minus(before.count).parts() / seconds,
                Latency.of(recent).p99(),
                now.servers.minus(before.servers).toNanos() / 1e9 / seconds,
                faults.count().none() ? "" : faults.count()));
  }

  private Mark mark() {
    return new Mark(System.nanoTime(), arrivals.count(), servers(), ProcessCost.own().cpu());
  }

  private Duration servers() {
    return processes().stream().map(ProcessCost::cpu).reduce(Duration.ZERO, Duration::plus);
  }

  private List<ProcessCost> processes() {
    if (known.isEmpty()) {
      known = source.servers();
    }
    return known;
  }

  private LoadFigures figures(Mark start, Mark end) {
    travel.add(arrivals.takeTravel());
    sinceDue.add(arrivals.takeSinceDue());
    var counted = end.count.minus(start.count);
    double speaking = Math.max(1e-3, (counted.lastNanos() - start.nanos) / 1e9);
    double seconds = Math.max(1e-3, (end.nanos - start.nanos) / 1e9);
    return new LoadFigures(
        counted.parts() / speaking,
        counted.frames() / speaking,
        counted.bytes() / speaking,
        Latency.of(travel),
        Latency.of(sinceDue),
        end.servers.minus(start.servers).toNanos() / 1e9 / seconds,
        end.own.minus(start.own).toNanos() / 1e9 / seconds,
        processes().stream().mapToLong(process -> LiveHeap.of(process.pid())).sum(),
        processes().stream().mapToLong(ProcessCost::rss).sum(),
        faults.count());
  }
}
