package dev.baton.simulation;

import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import dev.baton.simulation.store.StoreModel;
import dev.baton.store.AdmissionConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/// The replicas of a deployment, and what they share.
final class Cluster {

  private static final Instant DATABASE_START = Instant.parse("2026-01-01T00:00:00Z");

  private final World world;
  private final Dice dice;
  private final Mutation mutation;
  private final StoreModel store;
  private final Witness witness;
  private final HintNetwork hints;
  private final Provider provider;
  private final List<Replica> replicas = new ArrayList<>();
  private int started;

  Cluster(World world, Dice dice, Mutation mutation) {
    this.world = world;
    this.dice = dice;
    this.mutation = mutation;
    var published = new ArrayList<Hint>();
    this.store =
        new StoreModel(
            new SplittableRandom(dice.uuid().getLeastSignificantBits()),
            () -> DATABASE_START.plusNanos(world.timeline().nowNanos()),
            published::add,
            mutation.fence(),
            caps(dice));
    store.offerByDefault(new UUID(0, 1));
    this.witness = new Witness(world, store, published, this::isTrusting);
    this.hints = new HintNetwork(world, dice.split());
    this.provider = new Provider(world, dice.split());
  }

  /// Some deployments let only a few chats run at once.
  private static AdmissionConfig caps(Dice dice) {
    return dice.chance(300)
        ? new AdmissionConfig(dice.between(0, 2), dice.between(1, 2))
        : AdmissionConfig.DEFAULTS;
  }

  World world() {
    return world;
  }

  Mutation mutation() {
    return mutation;
  }

  StoreModel store() {
    return store;
  }

  Witness witness() {
    return witness;
  }

  HintNetwork hints() {
    return hints;
  }

  Provider provider() {
    return provider;
  }

  /// Those whose process exists.
  List<Replica> replicas() {
    return List.copyOf(replicas);
  }

  /// One that takes requests, if there is one.
  Optional<Replica> anyServing(Dice chooser) {
    var serving = replicas.stream().filter(Replica::isServing).toList();
    return serving.isEmpty() ? Optional.empty() : Optional.of(chooser.pick(serving));
  }

  private boolean isTrusting(WorkerId worker) {
    return replicas.stream().anyMatch(replica -> replica.trusts(worker));
  }

  void start() {
    var host =
        new Host(
            "replica-" + ++started,
            world.timeline(),
            dice.split(),
            dice.between(0.9, 1.1),
            dice.millis(0, 20_000).minusSeconds(10));
    var replica = new Replica(this, host, dice.split());
    replicas.add(replica);
    world.tell(host, "starts as %s", new Brief(replica.worker()));
    host.reach(Duration.ZERO, () -> replica.start().onFailure(_ -> gone(replica, "got no lease")));
  }

  /// As by `kill -9`; another takes its place.
  void kill(Replica replica) {
    gone(replica, "is killed");
  }

  private void gone(Replica replica, String how) {
    if (replicas.remove(replica)) {
      world.tell(replica, how);
      replica.host().kill();
      world.weather().heal(replica.host());
      replica.leave(hints);
      startSoon();
    }
  }

  private void startSoon() {
    world.timeline().after(dice.millis(10, 4_000), this::start);
  }

  /// As by SIGTERM; another takes its place.
  void restart(Replica replica) {
    world.tell(replica, "drains");
    replica
        .host()
        .reach(
            Duration.ZERO,
            () ->
                replica
                    .drain()
                    .onComplete(_ -> {
                      world.tell(replica, "has drained");
                      world.timeline().after(Duration.ofMillis(1), () -> exit(replica));
                    }));
  }

  /// For good; its process stays, so that one can look at what it left behind.
  void stop(Replica replica, Runnable stopped) {
    world.tell(replica, "stops");
    replica
        .host()
        .reach(
            Duration.ZERO,
            () ->
                replica
                    .drain()
                    .onComplete(_ -> {
                      replicas.remove(replica);
                      replica.leave(hints);
                      stopped.run();
                    }));
  }

  private void exit(Replica replica) {
    gone(replica, "exits");
  }

  void pause(Replica replica) {
    world.tell(replica, "is paused");
    replica.host().pause();
  }

  void resume(Replica replica) {
    if (replica.host().isPaused()) {
      world.tell(replica, "goes on");
      replica.host().resume();
    }
  }

  void cut(Replica replica) {
    world.tell(replica, "is cut off from the database");
    world.weather().cut(replica.host());
  }

  void heal(Replica replica) {
    if (world.weather().isCut(replica.host())) {
      world.tell(replica, "reaches the database again");
      world.weather().heal(replica.host());
      replica.host().reach(dice.millis(1, 500), replica::hearAgain);
    }
  }
}
