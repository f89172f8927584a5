package dev.baton.bench.scenario;

import dev.baton.bench.load.LoadFigures;
import dev.baton.bench.load.LoadPlan;
import dev.baton.bench.watch.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The same load on Baton and on the raw server, in turns.
record Paired(List<LoadFigures> baton, List<LoadFigures> raw) {

  /// Ours by the raw one's; medians of the rounds.
  ///
  /// @param partsPerSecond the more the better; the others are better when they are less
  record Ratio(double partsPerSecond, double p50, double p99, double serverCores) {}

  static Paired play(Stage stage, LoadPlan plan, int rounds) {
    var baton = new ArrayList<LoadFigures>();
    var raw = new ArrayList<LoadFigures>();
    for (int round = 0; round < rounds; round++) {
      raw.add(stage.load(stage.raw(), plan));
      baton.add(stage.load(stage.baton(), plan));
    }
    return new Paired(List.copyOf(baton), List.copyOf(raw));
  }

  Faults.Count faults() {
    return faults(baton).plus(faults(raw));
  }

  Ratio ratio() {
    return new Ratio(
        ratio(LoadFigures::partsPerSecond),
        ratio(figures -> figures.travel().p50()),
        ratio(figures -> figures.travel().p99()),
        ratio(LoadFigures::serverCores));
  }

  static Faults.Count faults(List<LoadFigures> rounds) {
    return rounds.stream().map(LoadFigures::faults).reduce(Faults.Count.NONE, Faults.Count::plus);
  }

  private double ratio(ToDoubleFunction<LoadFigures> figure) {
    var ratios = new double[baton.size()];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] =
          figure.applyAsDouble(baton.get(round))
              / Math.max(1e-9, figure.applyAsDouble(raw.get(round)));
    }
    return Rounds.median(ratios);
  }
}
