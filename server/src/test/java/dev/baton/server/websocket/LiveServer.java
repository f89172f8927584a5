package dev.baton.server.websocket;

import dev.baton.agent.ModelSource;
import dev.baton.agent.Titles;
import dev.baton.server.http.Limits;
import dev.baton.server.http.TestServer;
import dev.baton.server.http.TitleRoutes;
import dev.baton.stream.ChatFeeds;
import dev.baton.stream.ChatWatches;
import dev.baton.time.VertxScheduler;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A server with live routes, and its clients.
final class LiveServer implements AutoCloseable {

  final FakeChats chats = new FakeChats();
  final TestServer server;
  private Optional<ChatFeeds> feeds = Optional.empty();

  /// One open socket: what came, and how it ended.
  static final class Client {
    final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    final Promise<Short> closed = Promise.promise();
    private final Promise<Boolean> welcomed = Promise.promise();
    final WebSocket socket;

    Client(WebSocket socket) {
      this.socket = socket;
      socket.textMessageHandler(this::heard);
      socket.closeHandler(_ -> {
        closed.tryComplete(socket.closeStatusCode());
        welcomed.tryComplete(false);
      });
    }

    private void heard(String frame) {
      frames.add(frame);
      welcomed.tryComplete(true);
    }

    /// Whether something was told before the end.
    Future<Boolean> welcomed() {
      return welcomed.future();
    }

    String next() {
      try {
        String frame = frames.poll(10, TimeUnit.SECONDS);
        if (frame == null) {
          throw new AssertionError("no frame came");
        }
        return frame;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    int closeCode() {
      return TestServer.await(closed.future());
    }
  }

  LiveServer() {
    this(StreamSettings.DEFAULTS);
  }

  LiveServer(StreamSettings settings) {
    this(settings, Limits.DEFAULTS);
  }

  /// There to be seen: no model has a title for anybody.
  private static TitleRoutes titles(TestServer started) {
    return new TitleRoutes(
        started.stores.stores().chats(),
        ModelSource.withoutFiles(_ -> Future.failedFuture("no model")),
        new Titles(new VertxScheduler(started.vertx)));
  }

  LiveServer(StreamSettings settings, Limits limits) {
    server =
        new TestServer(
            TestServer.settings(),
            List.of(),
            started -> List.of(routes(started, settings, limits), titles(started)));
  }

  private StreamRoutes routes(TestServer started, StreamSettings settings, Limits limits) {
    var scheduler = new VertxScheduler(started.vertx);
    var store = started.stores.stores().chats();
    var loops = ChatFeeds.loopsOf(started.vertx);
    var bus = new SilentBus();
    var opened = new ChatFeeds(chats, (_, _) -> () -> {}, bus, scheduler, loops);
    feeds = Optional.of(opened);
    return new StreamRoutes(
        store,
        opened,
        new ChatWatches(store, bus, scheduler, loops),
        new AccessGuard(started.stores.accounts, scheduler),
        scheduler,
        settings,
        limits,
        _ -> {});
  }

  ChatFeeds feeds() {
    return feeds.orElseThrow();
  }

  Client open(String path) {
    return open(path, MultiMap.caseInsensitiveMultiMap().set("Authorization", "Bearer member"));
  }

  Client open(String path, MultiMap headers) {
    Promise<Client> opened = Promise.promise();
    var options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(server.port())
            .setURI(path)
            .setHeaders(headers);
    server
        .vertx
        .getOrCreateContext()
        .runOnContext(_ ->
            server
                .vertx
                .createWebSocketClient()
                .connect(options)
                .map(Client::new)
                .onComplete(opened));
    return TestServer.await(opened.future());
  }

  /// Asks for an upgrade as a plain request would, to see why there is none.
  TestServer.Answer refused(String path, MultiMap headers) {
    headers
        .set("Connection", "Upgrade")
        .set("Upgrade", "websocket")
        .set("Sec-WebSocket-Version", "13")
        .set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    return server.ask("GET", path, Buffer.buffer(), headers);
  }

  @Override
  public void close() {
    server.close();
  }
}
