package dev.baton.simulation;

import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Carries hints between replicas, badly: it loses, delays, doubles and reorders them, and what a
/// replica says comes back to it. Its own listeners hear at once.
final class HintNetwork {

  private static final int LOST = 150;
  private static final int LATE = 100;
  private static final int DOUBLED = 100;

  private final World world;
  private final Dice dice;
  private final List<Bus> buses = new ArrayList<>();

  HintNetwork(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
  }

  Bus join(Host host) {
    var bus = new Bus(host);
    buses.add(bus);
    return bus;
  }

  void leave(Bus bus) {
    buses.remove(bus);
  }

  private void send(Host from, Hint hint) {
    if (world.weather().isCut(from)) {
      return;
    }
    for (Bus bus : List.copyOf(buses)) {
      if (lost(bus)) {
        world.count("fault/hint lost");
        continue;
      }
      deliver(bus, hint);
      if (happens(DOUBLED)) {
        world.count("fault/hint doubled");
        deliver(bus, hint);
      }
    }
  }

  private boolean lost(Bus to) {
    return world.weather().isCut(to.host) || happens(LOST);
  }

  private void deliver(Bus bus, Hint hint) {
    bus.host.reach(delay(), () -> bus.tell(listener -> listener.onHint(hint)));
  }

  private Duration delay() {
    if (happens(LATE)) {
      world.count("fault/hint late");
      return dice.millis(20, 3_000);
    }
    return dice.micros(200, 8_000);
  }

  private boolean happens(int perMille) {
    return !world.weather().isCalm() && dice.chance(perMille);
  }

  /// One replica's end.
  final class Bus implements ChatBus {

    private final Host host;
    private final Executor loop;
    private final List<Listener> listeners = new ArrayList<>();

    private Bus(Host host) {
      this.host = host;
      this.loop = host.loop();
    }

    @Override
    public void publish(Hint hint) {
      loop.execute(() -> {
        tell(listener -> listener.onHint(hint));
        send(host, hint);
      });
    }

    @Override
    public Subscription subscribe(Listener listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }

    /// The connection is back after hints may have been missed.
    void resync() {
      loop.execute(() -> tell(Listener::onResync));
    }

    int listeners() {
      return listeners.size();
    }

    private void tell(Consumer<Listener> what) {
      List.copyOf(listeners).forEach(what);
    }
  }
}
