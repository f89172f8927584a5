package dev.baton.simulation;

import dev.baton.chat.ChatId;
import dev.baton.chat.ChatState;
import dev.baton.simulation.store.ChatRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// One history of a cluster: a time of faults, a time of calm in which everything must come to
/// rest, and an orderly end after which nothing may be left. The same seed gives the same history.
final class Simulation {

  private static final Duration REST_WITHIN = Duration.ofSeconds(60);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
  private static final Duration AFTERGLOW = Duration.ofSeconds(20);
  private static final Duration HELP_EVERY = Duration.ofMillis(400);
  private static final long LOOK_EVERY_NANOS = 100_000_000L;

  private final long seed;
  private final World world;
  private final Cluster cluster;
  private final Faults faults;
  private final People people;
  private final Dice dice;
  private final List<Watcher> watchers = new ArrayList<>();
  private final Set<ChatId> watched = new HashSet<>();
  private final Duration stormy;
  private boolean ended;
  private long lookedAtNanos;

  private Simulation(long seed, Mutation mutation, boolean keepsLines) {
    this.seed = seed;
    this.dice = new Dice(seed);
    var timeline = new Timeline();
    this.world =
        new World(timeline, new Chronicle(timeline, keepsLines), new Weather(), new Tally());
    this.cluster = new Cluster(world, dice.split(), mutation);
    this.faults = new Faults(cluster, dice.split());
    this.people = new People(cluster, dice.split());
    this.stormy = dice.millis(4_000, 20_000);
  }

  static Outcome run(long seed, Mutation mutation) {
    return new Simulation(seed, mutation, false).run();
  }

  /// The same, with a line for each event.
  static Outcome trace(long seed, Mutation mutation) {
    return new Simulation(seed, mutation, true).run();
  }

  private Outcome run() {
    try {
      story();
    } catch (RuntimeException | Error e) {
      world.chronicle().violated(Check.SOUND, "an event failed: %s at %s", e, placeOf(e));
    }
    return new Outcome(
        seed,
        world.chronicle().violation(),
        world.timeline().happened(),
        world.chronicle().lines(),
        world.tally());
  }

  private static String placeOf(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }

  private void story() {
    int replicas = dice.between(2, 3);
    for (int i = 0; i < replicas; i++) {
      cluster.start();
    }
    people.begin();
    faults.begin();
    lookAround();
    until(stormy, () -> false);
    if (failed()) {
      return;
    }
    world.tell("world", "no more faults from here on");
    faults.end();
    help();
    if (!until(REST_WITHIN, this::isAtRest)) {
      unrest().ifPresent(what -> world.chronicle().violated(Check.REST, "%s", what));
    }
    if (!failed()) {
      end();
    }
  }

  private boolean failed() {
    return world.chronicle().violation().isPresent();
  }

  /// Lets time pass, until the goal is reached.
  ///
  /// @return whether it was
  private boolean until(Duration within, BooleanSupplier goal) {
    long end = world.timeline().nowNanos() + within.toNanos();
    var time = new boolean[] {true};
    world.timeline().after(within, () -> time[0] = false);
    while (time[0] && !failed() && world.timeline().nowNanos() <= end) {
      if (goal.getAsBoolean()) {
        return true;
      }
      world.timeline().next();
    }
    return false;
  }

  /// New chats find watchers.
  private void lookAround() {
    for (ChatRow row : cluster.witness().rows()) {
      if (watched.add(row.id())) {
        int many = dice.between(1, 2);
        for (int i = 0; i < many; i++) {
          var watcher =
              new Watcher("viewer-" + (watchers.size() + 1), row.id(), cluster, dice.split());
          watchers.add(watcher);
          watcher.begin();
        }
      }
    }
    if (!world.weather().isCalm()) {
      world.timeline().after(dice.millis(50, 600), this::lookAround);
    }
  }

  private void help() {
    if (!ended) {
      people.helpOut();
      world.timeline().after(HELP_EVERY, this::help);
    }
  }

  /// Looked at now and then: it is not free.
  private boolean isAtRest() {
    if (world.timeline().nowNanos() - lookedAtNanos < LOOK_EVERY_NANOS) {
      return false;
    }
    lookedAtNanos = world.timeline().nowNanos();
    return unrest().isEmpty();
  }

  private Optional<String> unrest() {
    for (ChatRow row : cluster.witness().rows()) {
      boolean rests =
          row.state() instanceof ChatState.Waiting
              || row.state() instanceof ChatState.ArchivedWaiting
              || row.state() instanceof ChatState.ArchivedFailed;
      if (!rests || row.runnerId().isPresent()) {
        return Optional.of(
            "%s is %s, run by %s"
                .formatted(
                    new Brief(row.id()),
                    row.state(),
                    row.runnerId().map(Brief::of).orElse("nobody")));
      }
    }
    for (Watcher watcher : watchers) {
      Optional<String> difference = watcher.difference();
      if (difference.isPresent()) {
        return difference;
      }
    }
    return cluster.replicas().size() < 2 ? Optional.of("too few replicas") : Optional.empty();
  }

  private void end() {
    ended = true;
    world.tell("world", "everybody leaves");
    watchers.forEach(Watcher::leave);
    // A runner that was replaced may still wait for the answer to a commit of its own.
    until(Wire.SILENCE.plus(Replica.RETENTION.multipliedBy(3)), () -> false);
    var stopped = new ArrayList<Replica>();
    for (Replica replica : cluster.replicas()) {
      world.require(replica.logs() == 0, Check.CLEAN, "%s holds %d logs", replica, replica.logs());
      cluster.stop(replica, () -> stopped.add(replica));
    }
    if (!until(STOP_WITHIN, () -> cluster.replicas().isEmpty())) {
      world.chronicle().violated(Check.CLEAN, "only %s stopped", stopped);
    }
    until(AFTERGLOW, () -> false);
    for (Replica replica : stopped) {
      List<String> remains = replica.remains();
      world.require(remains.isEmpty(), Check.CLEAN, "%s left %s behind", replica, remains);
    }
  }
}
