package dev.baton.simulation;

import dev.baton.store.Acquired;
import dev.baton.worker.RunnerThreads;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/// Virtual threads whose scheduler is the timeline, so that runners wait in plain blocking code and
/// yet everything happens on one thread, in the order of the seed.
///
/// The JDK has no public way to give a virtual thread its scheduler. It needs `--add-opens
/// java.base/java.lang=ALL-UNNAMED`; and `-Djdk.trackAllThreads=false`, so that threads of killed
/// hosts, which nobody will ever resume, can be collected.
final class SimulatedThreads implements RunnerThreads {

  private static final Constructor<?> BUILDER = builder();

  private static final int NOT_STARTED = 5;

  private final Host host;
  private final World world;
  private final Dice dice;
  private final BiConsumer<Acquired, Optional<Throwable>> onEnd;
  private final Map<Thread, Lane> lanes = new HashMap<>();
  private final Set<Lane> doomed = new HashSet<>();

  /// A thread's end that no code may outlive: thrown where the thread would go on.
  static final class Death extends Error {
    Death() {
      super("the thread dies", null, false, false);
    }
  }

  /// What a mutation does to a run that shall simply end.
  static final class Stop extends Error {
    Stop() {
      super("the run stops", null, false, false);
    }
  }

  /// @param onEnd hears of each run that has ended, and how
  SimulatedThreads(
      Host host, World world, Dice dice, BiConsumer<Acquired, Optional<Throwable>> onEnd) {
    this.host = host;
    this.world = world;
    this.dice = dice;
    this.onEnd = onEnd;
  }

  /// Threads that have begun and not ended.
  int alive() {
    return lanes.size();
  }

  @Override
  public RunnerThread start(Acquired acquired, Runnable run) {
    var lane = new Lane(acquired, run);
    if (!world.weather().isCalm() && dice.chance(NOT_STARTED)) {
      world.count("fault/thread not started");
      lane.stillborn();
    } else {
      lane.begin();
    }
    return lane;
  }

  /// One of the threads will die as soon as it touches the store.
  void doom() {
    if (!lanes.isEmpty()) {
      var candidates = lanes.values().stream().sorted(Lane::compareTo).toList();
      doomed.add(dice.pick(candidates));
    }
  }

  /// Ends the calling thread if it is doomed.
  void reap() {
    Lane lane = lanes.get(Thread.currentThread());
    if (lane != null && doomed.remove(lane)) {
      throw new Death();
    }
  }

  private final class Lane implements RunnerThread, Comparable<Lane> {

    private final Acquired acquired;
    private final Runnable run;
    private final Executor messages = host.loop();
    private final Promise<Void> ended = Promise.promise();
    private final long number = world.timeline().happened();

    Lane(Acquired acquired, Runnable run) {
      this.acquired = acquired;
      this.run = run;
    }

    void begin() {
      Thread thread = threadOn(host.loop(), this::run);
      lanes.put(thread, this);
      thread.start();
    }

    /// As a verticle that cannot be deployed.
    void stillborn() {
      messages.execute(() -> {
        onEnd.accept(acquired, Optional.of(new Death()));
        ended.fail(new Death());
      });
    }

    private void run() {
      try {
        run.run();
        over(Optional.empty());
        ended.complete();
      } catch (Stop _) {
        over(Optional.empty());
        ended.complete();
      } catch (Throwable e) { // as in production: whatever it is, the worker must know
        over(Optional.of(e));
        ended.fail(e);
      }
    }

    private void over(Optional<Throwable> failure) {
      lanes.remove(Thread.currentThread());
      doomed.remove(this);
      onEnd.accept(acquired, failure);
    }

    @Override
    public void tell(Runnable message) {
      messages.execute(message);
    }

    @Override
    public Future<Void> ended() {
      return ended.future();
    }

    @Override
    public int compareTo(Lane other) {
      int byNumber = Long.compare(number, other.number);
      return byNumber != 0
          ? byNumber
          : acquired.runnerId().value().compareTo(other.acquired.runnerId().value());
    }
  }

  private static Thread threadOn(Executor scheduler, Runnable body) {
    try {
      return ((Thread.Builder.OfVirtual) BUILDER.newInstance(scheduler)).unstarted(body);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("make a virtual thread with a scheduler of its own", e);
    }
  }

  private static Constructor<?> builder() {
    try {
      var constructor =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      constructor.setAccessible(true);
      return constructor;
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "the simulation needs --add-opens java.base/java.lang=ALL-UNNAMED", e);
    }
  }
}
