package dev.baton.server.embedded;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Given once, for good: from then on nothing is started any more. For any thread.
final class StopSignal {

  private final CountDownLatch given = new CountDownLatch(1);

  void give() {
    given.countDown();
  }

  boolean isGiven() {
    return given.getCount() == 0;
  }

  /// Waits, and returns at once when it is given.
  boolean comesWithin(Duration time) throws InterruptedException {
    return given.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
