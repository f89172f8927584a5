package dev.baton.bench.scenario;

import java.util.Locale;

/// A figure and what it should be.
public record Goal(String name, Bound bound, double limit, String unit, double measured) {

  /// On which side of the limit it is good to be.
  public enum Bound {
    AT_LEAST("≥"),
    AT_MOST("≤");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  static Goal atLeast(String name, double limit, String unit, double measured) {
    return new Goal(name, Bound.AT_LEAST, limit, unit, measured);
  }

  static Goal atMost(String name, double limit, String unit, double measured) {
    return new Goal(name, Bound.AT_MOST, limit, unit, measured);
  }

  public boolean isMet() {
    return switch (bound) {
      case AT_LEAST -> measured >= limit;
      case AT_MOST -> measured <= limit;
    };
  }

  /// For people: `≤ 3 ms`.
  public String wanted() {
    return bound.sign + " " + show(limit);
  }

  /// For people, with its unit.
  public String found() {
    return show(measured);
  }

  private String show(double value) {
    var number =
        value == Math.rint(value)
            ? String.format(Locale.ROOT, "%,.0f", value)
            : String.format(Locale.ROOT, "%,.2f", value);
    return (number + " " + unit).strip();
  }
}
