package dev.baton.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// Where everything that looks like chance comes from: the seed. One thread.
final class Dice {

  private final SplittableRandom random;

  Dice(long seed) {
    this(new SplittableRandom(seed));
  }

  private Dice(SplittableRandom random) {
    this.random = random;
  }

  /// Dice of their own, so that what one concern throws does not move another's.
  Dice split() {
    return new Dice(random.split());
  }

  /// Whether something happens that does in so many of 1,000 cases.
  boolean chance(int perMille) {
    return random.nextInt(1_000) < perMille;
  }

  /// Both ends included.
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  double between(double least, double most) {
    return random.nextDouble(least, most);
  }

  Duration millis(int least, int most) {
    return micros(least * 1_000, most * 1_000);
  }

  Duration micros(int least, int most) {
    return Duration.ofNanos(random.nextLong(least * 1_000L, most * 1_000L + 1));
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }
}
