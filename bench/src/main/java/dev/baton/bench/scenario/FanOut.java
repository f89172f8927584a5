package dev.baton.bench.scenario;

import dev.baton.bench.load.LoadFigures;
import dev.baton.bench.load.LoadPlan;
import dev.baton.bench.load.Source;
import dev.baton.bench.watch.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One chat before many watchers.
///
/// The raw server first shows how many frames a second the machine delivers at all, when each part
/// is one frame and the next is written when all sockets can take it. Then our chat speaks at nine
/// tenths of that rate, slow enough for a frame a part, and at three times that rate, when only
/// merging can keep up.
final class FanOut implements Scenario {

  private static final long TRIAL_PARTS = 300;
  private static final double WITHIN = 0.9;
  private static final double BEYOND = 3;

  /// A round of each.
  private record Round(LoadFigures raw, LoadFigures within, LoadFigures beyond) {

    double frames() {
      return within.framesPerSecond() / raw.framesPerSecond();
    }

    double parts() {
      return beyond.partsPerSecond() / raw.partsPerSecond();
    }

    Faults.Count faults() {
      return raw.faults().plus(within.faults()).plus(beyond.faults());
    }
  }

  @Override
  public String name() {
    return "fan-out";
  }

  @Override
  public String question() {
    return "One chat, 500 watchers: how much of the raw limit of the machine do they get?";
  }

  @Override
  public Result play(Stage stage) {
    int watchers = stage.settings().watchers().orElse(500);
    var rounds = new ArrayList<Round>();
    for (int i = 0; i < stage.settings().rounds().orElse(3); i++) {
      rounds.add(round(stage, watchers));
    }
    double frames = Rounds.median(rounds.stream().mapToDouble(Round::frames).toArray());
    double parts = Rounds.median(rounds.stream().mapToDouble(Round::parts).toArray());
    return Result.of(
        name(),
        List.of(
            Goal.atLeast("frames of a part each, by the raw limit", 0.8, "", frames),
            Goal.atLeast("parts from a sender too fast, by the raw limit", 1, "", parts)),
        rounds.stream().map(Round::faults).reduce(Faults.Count.NONE, Faults.Count::plus),
        "watchers",
        watchers,
        "rounds",
        rounds);
  }

  private static Round round(Stage stage, int watchers) {
    int chars = stage.settings().chars().orElse(40);
    var duration = stage.settings().duration().orElse(Duration.ofSeconds(6));
    Source raw = stage.raw();
    var trial = stage.load(raw, LoadPlan.flatOut(watchers, TRIAL_PARTS, chars));
    long parts = Math.max(TRIAL_PARTS, rate(trial, watchers) * duration.toMillis() / 1000);
    var limit = stage.load(raw, LoadPlan.flatOut(watchers, parts, chars));
    int rate = Math.max(1, (int) rate(limit, watchers));
    return new Round(
        limit,
        stage.load(stage.baton(), paced(watchers, (int) (WITHIN * rate), chars, duration)),
        stage.load(stage.baton(), paced(watchers, (int) (BEYOND * rate), chars, duration)));
  }

  private static LoadPlan paced(int watchers, int rate, int chars, Duration duration) {
    return LoadPlan.paced(1, watchers, Math.max(1, rate), chars, Duration.ZERO, duration);
  }

  private static long rate(LoadFigures figures, int watchers) {
    return Math.round(figures.framesPerSecond() / watchers);
  }
}
