package dev.baton.bench.raw;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The server: `/watch/<room>` joins a room, `POST /say?room=&parts=&per_second=&chars=` speaks to
/// it. An event loop a processor, as Baton has.
public final class RawServer {

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Room> rooms = new ConcurrentHashMap<>();
  private final int port;

  private RawServer(int port) {
    this.port = port;
  }

  /// @param arguments the port to listen on
  public static void main(String[] arguments) {
    var server = new RawServer(Integer.parseInt(arguments[0]));
    int loops = Runtime.getRuntime().availableProcessors();
    server
        .vertx
        .deployVerticle(server::loop, new DeploymentOptions().setInstances(loops))
        .onComplete(
            _ -> System.out.println("ready"),
            failure -> {
              System.out.println("failed: " + failure.getMessage());
              System.exit(1);
            });
  }

  private VerticleBase loop() {
    return new VerticleBase() {
      @Override
      public Future<HttpServer> start() {
        return vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
            .webSocketHandler(RawServer.this::join)
            .requestHandler(RawServer.this::say)
            .listen();
      }
    };
  }

  private void join(ServerWebSocket socket) {
    var room = room(socket.path().substring(socket.path().lastIndexOf('/') + 1));
    room.add(socket);
    socket.closeHandler(_ -> room.remove(socket));
  }

  private void say(HttpServerRequest request) {
    var speech =
        new Speech(
            Long.parseLong(request.getParam("parts")),
            Integer.parseInt(request.getParam("per_second")),
            Integer.parseInt(request.getParam("chars")));
    new Broadcast(vertx.getOrCreateContext(), room(request.getParam("room")), speech).start();
    request.response().setStatusCode(204).end();
  }

  private Room room(String name) {
    return rooms.computeIfAbsent(name, _ -> new Room());
  }
}
