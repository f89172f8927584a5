package dev.baton.bench.scenario;

import dev.baton.bench.load.LoadPlan;
import dev.baton.bench.scenario.Settings.Comparison;
import java.time.Duration;
import java.util.List;

/// A load of one's own, which has no goal.
public final class CustomLoad implements Scenario {

  @Override
  public String name() {
    return "load";
  }

  @Override
  public String question() {
    return "What does a load of your own cost, and how long do parts travel?";
  }

  @Override
  public Result play(Stage stage) {
    var settings = stage.settings();
    var plan =
        LoadPlan.paced(
            settings.chats().orElse(20),
            settings.watchers().orElse(1),
            settings.rate().orElse(25),
            settings.chars().orElse(40),
            settings.warmUp().orElse(Duration.ofSeconds(2)),
            settings.duration().orElse(Duration.ofSeconds(10)));
    if (settings.raw() == Comparison.ALONE) {
      var figures = stage.load(stage.baton(), plan);
      return Result.of(name(), List.of(), figures.faults(), "plan", plan, "baton", figures);
    }
    var paired = Paired.play(stage, plan, settings.rounds().orElse(3));
    return Result.of(
        name(),
        List.of(),
        paired.faults(),
        "plan",
        plan,
        "baton",
        paired.baton(),
        "raw",
        paired.raw(),
        "ratio",
        paired.ratio());
  }
}
