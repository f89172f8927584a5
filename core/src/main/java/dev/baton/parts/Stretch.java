package dev.baton.parts;

/// Adjacent parts of one kind, merged. Covers `seq - count + 1` to `seq`.
///
/// @param seq the last part merged in
/// @param count how many, at least 1
public record Stretch(long seq, int count, LivePart part) {

  public long firstSeq() {
    return seq - count + 1;
  }
}
