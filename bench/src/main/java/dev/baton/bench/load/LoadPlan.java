package dev.baton.bench.load;

import dev.baton.bench.raw.Speech;
import java.time.Duration;

/// Rooms of watchers, each of which hears one turn.
///
/// @param watchers a room
/// @param warmUp what is said in it does not count
/// @param duration what counts; a speech that is longer goes on after it
public record LoadPlan(int rooms, int watchers, Speech speech, Duration warmUp, Duration duration) {

  private static final Duration NO_END = Duration.ofMinutes(5);

  /// Open loop: each room speaks at this rate, whatever becomes of it.
  ///
  /// @param perSecond parts a second and room
  /// @param chars a part, beside its stamp
  public static LoadPlan paced(
      int rooms, int watchers, int perSecond, int chars, Duration warmUp, Duration duration) {
    long parts = Math.max(1, warmUp.plus(duration).toMillis() * perSecond / 1000);
    return new LoadPlan(rooms, watchers, new Speech(parts, perSecond, chars), warmUp, duration);
  }

  /// As fast as the sockets take it.
  public static LoadPlan flatOut(int watchers, long parts, int chars) {
    return new LoadPlan(1, watchers, new Speech(parts, 0, chars), Duration.ZERO, NO_END);
  }
}
