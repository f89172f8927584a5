package dev.baton.simulation;

import java.time.Duration;

/// What goes wrong on top of the daily loss of requests, answers and hints.
final class Faults {

  private final World world;
  private final Cluster cluster;
  private final Dice dice;

  Faults(Cluster cluster, Dice dice) {
    this.world = cluster.world();
    this.cluster = cluster;
    this.dice = dice;
  }

  void begin() {
    next();
  }

  private void next() {
    world
        .timeline()
        .after(
            dice.millis(100, 2_500),
            () -> {
              if (!world.weather().isCalm()) {
                cluster.anyServing(dice).ifPresent(this::strike);
                next();
              }
            });
  }

  private void strike(Replica replica) {
    switch (dice.between(0, 9)) {
      case 0, 1 -> {
        count("replica killed");
        cluster.kill(replica);
      }
      case 2, 3 -> {
        count("replica paused");
        cluster.pause(replica);
        world.timeline().after(dice.millis(20, 7_000), () -> cluster.resume(replica));
      }
      case 4 -> {
        count("replica drained");
        cluster.restart(replica);
      }
      case 5 -> {
        count("replica cut off from the database");
        cluster.cut(replica);
        world.timeline().after(dice.millis(50, 8_000), () -> cluster.heal(replica));
      }
      case 6 -> pauseDatabase();
      case 7 -> {
        count("runner's thread died");
        replica.die();
      }
      case 8 -> takeOverFast(replica);
      default -> {
        count("listening connection lost");
        replica.host().reach(Duration.ZERO, replica::hearAgain);
      }
    }
  }

  private void pauseDatabase() {
    count("database paused");
    world.tell("database", "is paused");
    world.weather().pauseDatabase();
    world.timeline().after(dice.millis(20, 5_000), this::resumeDatabase);
  }

  private void resumeDatabase() {
    world.tell("database", "goes on");
    world.weather().resumeDatabase();
  }

  private void takeOverFast(Replica suspect) {
    cluster
        .anyServing(dice)
        .ifPresent(other -> {
          count("fast take-over tried");
          other
              .host()
              .reach(
                  Duration.ZERO,
                  () -> other.leases().deleteIfSilent(suspect.worker(), Duration.ofMillis(800)));
        });
  }

  /// Nothing is wrong any more.
  void end() {
    world.weather().calmDown();
    resumeDatabase();
    cluster
        .replicas()
        .forEach(replica -> {
          cluster.resume(replica);
          cluster.heal(replica);
        });
  }

  private void count(String fault) {
    world.count("fault/" + fault);
  }
}
