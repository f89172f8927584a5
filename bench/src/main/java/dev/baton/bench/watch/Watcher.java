package dev.baton.bench.watch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One who watches one chat over one connection. Frames are read on the socket's event loop; the
/// methods are for any thread.
public final class Watcher {

  private final String name;
  private final Arrivals arrivals;
  private final Faults faults;
  private final PartOrder order;
  private final FrameReader reader = new FrameReader();
  private final StreamEvents events = new Events();
  private final Promise<Void> synced = Promise.promise();

  private @Nullable ClientWebSocket socket;
  private Promise<Turn> turn = Promise.promise();
  private @Nullable Position position;
  private String status = "";
  private long turnParts;
  private boolean speaking;
  private long awaitedSeq = Long.MAX_VALUE;
  private Promise<Void> reached = Promise.promise();
  private volatile boolean leaving;

  /// How a turn ended.
  ///
  /// @param parts the number of its last part
  public record Turn(String status, long parts) {}

  /// @param name for people, of what it watches
  public Watcher(String name, Arrivals arrivals, Faults faults) {
    this.name = name;
    this.arrivals = arrivals;
    this.faults = faults;
    this.order = new PartOrder(faults);
  }

  /// Comes with the parts up to `seq` in hand.
  public Watcher holding(long seq) {
    order.startAfter(seq);
    return this;
  }

  /// Connects.
  ///
  /// @return succeeds when the first snapshot is complete
  public Future<Watcher> open(ClientWebSocket with, WebSocketConnectOptions options) {
    socket = with;
    with.handler(this::onFrame)
        .exceptionHandler(_ -> {})
        .closeHandler(_ -> onClose("the connection was closed with " + with.closeStatusCode()));
    return with.connect(options)
        .onFailure(refused -> onClose("no connection: " + refused.getMessage()))
        .compose(_ -> synced.future())
        .map(this);
  }

  /// When the turn that runs, or else the next one, has ended. To be asked before it begins.
  public synchronized Future<Turn> nextTurn() {
    if (turn.future().isComplete()) {
      turn = Promise.promise();
    }
    return turn.future();
  }

  /// Where this client would come back to, once the snapshot is complete.
  public synchronized Position position() {
    if (position == null) {
      throw new IllegalStateException(name + " has not been synced");
    }
    return position.at(order.lastSeq());
  }

  /// When it has the parts up to this one. Only the last who asked is told.
  public synchronized Future<Void> reaches(long seq) {
    awaitedSeq = seq;
    reached = Promise.promise();
    tellReached();
    return reached.future();
  }

  private void tellReached() {
    if (order.lastSeq() >= awaitedSeq) {
      reached.tryComplete();
    }
  }

  /// Takes nothing more off the wire.
  public void stall() {
    if (socket != null) {
      socket.pause();
    }
  }

  /// Leaves.
  public Future<Void> close() {
    leaving = true;
    return socket == null ? Future.succeededFuture() : socket.close().otherwiseEmpty();
  }

  private synchronized void onFrame(Buffer frame) {
    arrivals.frame(frame.length());
    try {
      reader.read(frame.getBytes(), events);
    } catch (IOException e) {
      faults.failure(name + ": an unreadable frame, " + e.getMessage());
    }
  }

  private synchronized void onClose(String how) {
    if (!leaving) {
      leaving = true;
      faults.failure(name + ": " + how);
      synced.tryFail(name + ": " + how);
      reached.tryFail(name + ": " + how);
      turn.tryComplete(new Turn("closed", order.lastSeq()));
    }
  }

  private final class Events implements StreamEvents {

    @Override
    public void onPart(PartRange range, Stamps stamps) {
      order.accept(range);
      turnParts = order.lastSeq();
      arrivals.parts(range.count(), stamps);
      tellReached();
    }

    @Override
    public void onStatus(String now) {
      speaking |= now.equals("running");
      status = now;
    }

    @Override
    public void onReset() {
      order.startAfter(0);
    }

    @Override
    public void onSynced(Position now) {
      position = now;
      synced.tryComplete();
      if (speaking && !status.equals("running")) {
        speaking = false;
        turn.tryComplete(new Turn(status, turnParts));
        turnParts = 0;
      }
    }
  }
}
