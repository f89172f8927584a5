package dev.baton.simulation;

/// A check that failed.
record Violation(String check, String rule, String detail) {

  static Violation of(Check check, String detail) {
    return new Violation(check.name(), check.rule(), detail);
  }

  @Override
  public String toString() {
    return check + " (" + rule + "): " + detail;
  }
}
