package dev.baton.postgres;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands before the database and can lose it: by a cut, which both sides notice, or by silence,
/// which nobody does. Loopback only.
public final class CuttableProxy {

  private final Vertx vertx;
  private final URI target;
  private final NetServer server;
  private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;
  private volatile String lastWord = "";

  private CuttableProxy(Vertx vertx, DatabaseConfig config) {
    this.vertx = vertx;
    this.target = URI.create(config.url());
    this.server = vertx.createNetServer().connectHandler(this::accept);
  }

  public static CuttableProxy before(Vertx vertx, DatabaseConfig config) {
    var proxy = new CuttableProxy(vertx, config);
    proxy.server.listen(0, "localhost").await();
    return proxy;
  }

  /// The same database, through the proxy.
  public DatabaseConfig config() {
    return DatabaseConfig.of(
        target.toString().replace(":" + target.getPort() + "/", ":" + server.actualPort() + "/"));
  }

  /// Ends what is connected and takes nobody in.
  public void cut() {
    refusing = true;
    sockets.forEach(NetSocket::close);
  }

  /// Lets these bytes pass to the database, and is cut as soon as that has answered them: the
  /// client hears nothing of it.
  void cutAtAnswerTo(String bytes) {
    lastWord = bytes;
  }

  /// Takes connections again.
  public void mend() {
    refusing = false;
    lastWord = "";
  }

  /// What is connected stays so, but not one byte passes any more.
  public void silence() {
    sockets.forEach(NetSocket::pause);
  }

  public void close() {
    cut();
    server.close().await();
  }

  private void accept(NetSocket client) {
    if (refusing) {
      client.close();
      return;
    }
    client.pause();
    vertx
        .createNetClient()
        .connect(target.getPort(), "localhost")
        .onSuccess(database -> join(client, database))
        .onFailure(_ -> client.close());
  }

  private void join(NetSocket client, NetSocket database) {
    sockets.add(client);
    sockets.add(database);
    client.handler(data -> pass(data, database)).closeHandler(_ -> database.close());
    database.handler(client::write).closeHandler(_ -> client.close());
    client.resume();
  }

  private void pass(Buffer data, NetSocket database) {
    if (!lastWord.isEmpty() && data.toString(StandardCharsets.ISO_8859_1).contains(lastWord)) {
      database.handler(_ -> cut());
    }
    database.write(data);
  }
}
