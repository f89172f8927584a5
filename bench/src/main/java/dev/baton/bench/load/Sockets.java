package dev.baton.bench.load;

import dev.baton.bench.watch.Watcher;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// The event loops of the load, one a processor, and the sockets that are spread over them.
public final class Sockets implements AutoCloseable {

  private static final int MOST = 100_000;
  private static final int LARGEST_FRAME = 64 << 20;

  /// The smallest that the system gives; a socket that is not read fills up the sooner.
  private static final int SMALL_BUFFER = 4096;

  private final Vertx vertx = Vertx.vertx();
  private final List<Context> loops = new CopyOnWriteArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final WebSocketClient ordinary = client(options());
  private final WebSocketClient narrow = client(options().setReceiveBufferSize(SMALL_BUFFER));

  public Sockets() {
    var instances =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    vertx.deployVerticle(this::loop, instances).await();
  }

  public Vertx vertx() {
    return vertx;
  }

  Context nextLoop() {
    return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
  }

  /// Connects a watcher.
  ///
  /// @return succeeds when it has its first snapshot
  public Future<Watcher> open(Watcher watcher, WebSocketConnectOptions to) {
    return open(ordinary, watcher, to);
  }

  /// Connects a watcher whose socket takes little before it is full.
  public Future<Watcher> openNarrow(Watcher watcher, WebSocketConnectOptions to) {
    return open(narrow, watcher, to);
  }

  private Future<Watcher> open(
      WebSocketClient client, Watcher watcher, WebSocketConnectOptions to) {
    Promise<Watcher> opened = Promise.promise();
    nextLoop().runOnContext(_ -> watcher.open(client.webSocket(), to).onComplete(opened));
    return opened.future();
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private VerticleBase loop() {
    return new VerticleBase() {
      @Override
      public Future<Void> start() {
        loops.add(context);
        return Future.succeededFuture();
      }
    };
  }

  private WebSocketClient client(WebSocketClientOptions options) {
    return vertx.createWebSocketClient(options);
  }

  private static WebSocketClientOptions options() {
    return new WebSocketClientOptions()
        .setMaxConnections(MOST)
        .setMaxFrameSize(LARGEST_FRAME)
        .setMaxMessageSize(LARGEST_FRAME);
  }
}
