package dev.baton.simulation;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Many histories, one after the other on each of several threads; each history has one thread.
final class Campaign {

  private final long from;
  private final long histories;
  private final Mutation mutation;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private final AtomicReference<@Nullable Outcome> failed = new AtomicReference<>();
  private final Tally tally = new Tally();

  Campaign(long from, long histories, Mutation mutation) {
    this.from = from;
    this.histories = histories;
    this.mutation = mutation;
  }

  /// Runs until all are done, or one has failed.
  ///
  /// @param progress told of how many are done, on any of the threads
  /// @return the failed history with the smallest seed
  Optional<Outcome> run(int threads, LongConsumer progress) throws InterruptedException {
    // The first one alone: what is loaded and cached once must not make two histories wait.
    runNext(progress);
    var workers = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] = Thread.ofPlatform().name("simulation-" + i).start(() -> runAll(progress));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return Optional.ofNullable(failed.get());
  }

  private void runAll(LongConsumer progress) {
    while (runNext(progress)) {
      // the next one
    }
  }

  private boolean runNext(LongConsumer progress) {
    long number = next.getAndIncrement();
    if (number >= histories || failed.get() != null) {
      return false;
    }
    Outcome outcome = Simulation.run(from + number, mutation);
    events.addAndGet(outcome.events());
    synchronized (tally) {
      tally.add(outcome.tally());
    }
    if (outcome.violation().isPresent()) {
      failed.accumulateAndGet(outcome, Campaign::smaller);
    }
    progress.accept(done.incrementAndGet());
    return true;
  }

  private static @Nullable Outcome smaller(@Nullable Outcome one, @Nullable Outcome other) {
    return one == null || (other != null && other.seed() < one.seed()) ? other : one;
  }

  long done() {
    return done.get();
  }

  long events() {
    return events.get();
  }

  Tally tally() {
    return tally;
  }
}
