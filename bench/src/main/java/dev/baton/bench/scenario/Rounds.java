package dev.baton.bench.scenario;

import java.util.Arrays;

/// Figures of several rounds.
final class Rounds {

  private Rounds() {}

  static double median(double... figures) {
    if (figures.length == 0) {
      return Double.NaN;
    }
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
