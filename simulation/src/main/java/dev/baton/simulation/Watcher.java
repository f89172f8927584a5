package dev.baton.simulation;

import dev.baton.chat.ChatId;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamCursor.Position;
import dev.baton.stream.ChatStream;
import dev.baton.stream.CloseCode;
import dev.baton.stream.Sink;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A person with a browser: connects to any replica, with the cursor it has or another, reads
/// slowly at times, loses the connection and comes back.
final class Watcher {

  private static final int WINDOW = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final String name;
  private final World world;
  private final Cluster cluster;
  private final Dice dice;
  private final Viewer viewer;
  private @Nullable Connection connection;
  private boolean coming;
  private boolean gone;

  Watcher(String name, ChatId chat, Cluster cluster, Dice dice) {
    this.name = name;
    this.world = cluster.world();
    this.cluster = cluster;
    this.dice = dice;
    this.viewer = new Viewer(name, chat, world, cluster.witness());
  }

  /// How what it shows differs from what the store holds; empty if it does not, or if the chat was
  /// deleted.
  Optional<String> difference() {
    if (gone) {
      return Optional.empty();
    }
    if (connection == null || !viewer.isSynced()) {
      return Optional.of(name + " is not connected");
    }
    return cluster
        .witness()
        .row(viewer.chat())
        .flatMap(viewer::differenceTo)
        .map(difference -> name + " shows " + difference);
  }

  void begin() {
    connect();
    whim();
  }

  private void whim() {
    world
        .timeline()
        .after(
            dice.millis(50, 3_000),
            () -> {
              if (!world.weather().isCalm() && !gone) {
                actOnWhim();
                whim();
              }
            });
  }

  private void actOnWhim() {
    switch (dice.between(0, 3)) {
      case 0, 1 -> stall();
      case 2 -> drop("drops the connection");
      default -> {}
    }
  }

  private void stall() {
    Connection now = connection;
    if (now != null) {
      world.count("fault/watcher stalled");
      now.stalled = true;
      world.timeline().after(dice.millis(10, 2_500), now::goOn);
    }
  }

  /// Comes back, soon.
  private void drop(String why) {
    Connection now = connection;
    connection = null;
    if (now != null) {
      world.tell(name, why);
      world.count("fault/watcher reconnects");
      now.part();
    }
    comeBack(dice.millis(1, 400));
  }

  /// For good.
  void leave() {
    gone = true;
    if (connection != null) {
      connection.part();
      connection = null;
    }
  }

  private StreamCursor nextCursor() {
    StreamCursor own =
        viewer.cursor() instanceof Position position ? position : new StreamCursor.Beginning();
    if (world.weather().isCalm() || !(own instanceof Position(var h, var a, var seq))) {
      return own;
    }
    return switch (dice.between(0, 14)) {
      case 0 -> new StreamCursor.Beginning();
      case 1, 2 ->
          viewer.newestMessage().<StreamCursor>map(StreamCursor.AfterMessage::new).orElse(own);
      case 3 -> new Position(h, a, seq + 500);
      case 4 -> new Position(h, a + 500, 3);
      case 5 -> new Position(h + 5_000, 0, 0);
      default -> own;
    };
  }

  /// At most one attempt at a time, with the cursor it has by then.
  private void comeBack(Duration after) {
    if (!coming) {
      coming = true;
      world
          .timeline()
          .after(
              after,
              () -> {
                coming = false;
                connect();
              });
    }
  }

  private void connect() {
    if (gone || connection != null) {
      return;
    }
    Optional<Replica> to = cluster.anyServing(dice);
    if (to.isEmpty()) {
      comeBack(dice.millis(50, 500));
      return;
    }
    StreamCursor with = nextCursor();
    world.tell(name, "connects to %s with %s", to.get(), with);
    viewer.connect(with);
    var opened = new Connection(to.get());
    connection = opened;
    opened.open(with);
  }

  /// One socket. What is under way keeps its order; what is not read fills it.
  private final class Connection implements Sink {

    private final Replica replica;
    private final Deque<Buffer> arrived = new ArrayDeque<>();
    private @Nullable ChatStream stream;
    private Runnable onDrain = () -> {};
    private long lastNanos;
    private int unread;
    private boolean stalled;
    private boolean parted;

    Connection(Replica replica) {
      this.replica = replica;
    }

    void open(StreamCursor with) {
      replica
          .host()
          .reach(
              dice.micros(100, 3_000),
              () -> {
                if (replica.isServing()) {
                  stream = replica.feeds().open(viewer.chat(), with, this);
                } else {
                  close(CloseCode.RESTARTING, "draining");
                }
              });
      keepAlive();
    }

    /// Pings: a server that is gone is noticed after a while.
    private void keepAlive() {
      world
          .timeline()
          .after(
              dice.millis(20, 1_000),
              () -> {
                if (connection != this) {
                  return;
                }
                if (replica.host().isAlive()) {
                  keepAlive();
                } else {
                  drop("finds its replica dead");
                }
              });
      world
          .timeline()
          .after(
              PATIENCE,
              () -> {
                if (connection == this && !viewer.isSynced() && !stalled) {
                  drop("has waited long enough");
                }
              });
    }

    void part() {
      parted = true;
      replica
          .host()
          .reach(
              dice.micros(100, 800_000),
              () -> {
                if (stream != null) {
                  stream.leave();
                }
              });
    }

    @Override
    public void write(Buffer frame, StreamCursor resume) {
      unread++;
      arrive(() -> {
        arrived.add(frame);
        read();
      });
    }

    @Override
    public boolean isFull() {
      return unread >= WINDOW;
    }

    @Override
    public void onDrain(Runnable drained) {
      onDrain = drained;
    }

    @Override
    public void close(CloseCode code, String reason) {
      arrive(() -> {
        if (connection == this) {
          end(code);
        }
      });
    }

    private void end(CloseCode code) {
      stalled = false;
      read();
      connection = null;
      parted = true;
      if (code == CloseCode.NORMAL) {
        world.require(
            cluster.witness().row(viewer.chat()).isEmpty(),
            Check.VIEW,
            "%s was told that a chat is gone which is there",
            name);
        gone = true;
      } else {
        comeBack(dice.millis(1, 300));
      }
    }

    private void arrive(Runnable what) {
      long soon = world.timeline().nowNanos() + dice.micros(100, 4_000).toNanos();
      lastNanos = Math.max(lastNanos, soon);
      world
          .timeline()
          .after(
              Duration.ofNanos(lastNanos - world.timeline().nowNanos()),
              () -> {
                if (!parted) {
                  what.run();
                }
              });
    }

    void goOn() {
      stalled = false;
      if (!parted) {
        read();
      }
    }

    private void read() {
      boolean wasFull = isFull();
      while (!stalled && !arrived.isEmpty()) {
        unread--;
        String frame = arrived.remove().toString();
        viewer.receive(frame);
      }
      if (wasFull && !isFull()) {
        replica.host().reach(Duration.ZERO, () -> onDrain.run());
      }
    }
  }
}
