package dev.baton.bench.raw;

/// What is said in one turn.
///
/// @param perSecond parts; 0 = as fast as it goes
/// @param chars a part, beside its stamp
public record Speech(long parts, int perSecond, int chars) {

  /// No digits: stamps are found by them.
  public String filler() {
    return "x".repeat(chars);
  }
}
