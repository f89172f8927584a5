package dev.baton.bench.scenario;

import dev.baton.bench.load.LoadFigures;
import dev.baton.bench.load.LoadPlan;
import java.time.Duration;
import java.util.List;

/// Many chats at a time, each with one who watches.
final class ManyChats implements Scenario {

  @Override
  public String name() {
    return "many-chats";
  }

  @Override
  public String question() {
    return "200 chats, a watcher each, 25 parts/s: how long does a part travel?";
  }

  @Override
  public Result play(Stage stage) {
    var settings = stage.settings();
    var plan =
        LoadPlan.paced(
            settings.chats().orElse(200),
            settings.watchers().orElse(1),
            settings.rate().orElse(25),
            settings.chars().orElse(40),
            settings.warmUp().orElse(Duration.ofSeconds(5)),
            settings.duration().orElse(Duration.ofSeconds(15)));
    var paired = Paired.play(stage, plan, settings.rounds().orElse(3));
    var baton = paired.baton();
    double p99 = Rounds.median(baton.stream().mapToDouble(run -> run.travel().p99()).toArray());
    double due = Rounds.median(baton.stream().mapToDouble(run -> run.sinceDue().p99()).toArray());
    double cores = Rounds.median(baton.stream().mapToDouble(LoadFigures::serverCores).toArray());
    return Result.of(
        name(),
        List.of(Goal.atMost("append to watcher, p99", 3, "ms", p99)),
        paired.faults(),
        "plan",
        plan,
        "p99_since_due_ms",
        due,
        "server_cores",
        cores,
        "ratio_to_raw",
        paired.ratio(),
        "baton",
        baton,
        "raw",
        paired.raw());
  }
}
