package dev.baton.bench.load;

import dev.baton.bench.host.ProcessCost;
import dev.baton.bench.raw.RawProcess;
import dev.baton.bench.raw.Speech;
import dev.baton.bench.watch.Arrivals;
import dev.baton.bench.watch.Faults;
import dev.baton.bench.watch.Watcher;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Rooms of the raw server.
public final class RawSource implements Source {

  private static final int AT_ONCE = 64;

  private final Sockets sockets;
  private final RawProcess server;
  private final HttpClient http;
  private final AtomicInteger opened = new AtomicInteger();

  public RawSource(Sockets sockets, RawProcess server) {
    this.sockets = sockets;
    this.server = server;
    this.http = sockets.vertx().createHttpClient();
  }

  @Override
  public List<Room> gather(int rooms, int each, Arrivals arrivals, Faults faults) {
    var names = IntStream.range(0, rooms).mapToObj(_ -> "r" + opened.getAndIncrement()).toList();
    var watchers =
        Many.atOnce(
            AT_ONCE,
            rooms * each,
            i -> {
              var name = names.get(i / each);
              return sockets.open(new Watcher("raw " + name, arrivals, faults), watch(name));
            });
    return IntStream.range(0, rooms)
        .mapToObj(i -> new Room(names.get(i), watchers.subList(i * each, (i + 1) * each)))
        .toList();
  }

  @Override
  public Future<?> speak(String room, Speech speech) {
    var query =
        "/say?room=%s&parts=%d&per_second=%d&chars=%d"
            .formatted(room, speech.parts(), speech.perSecond(), speech.chars());
    Promise<Object> said = Promise.promise();
    sockets
        .nextLoop()
        .runOnContext(_ ->
            http.request(HttpMethod.POST, server.port(), "127.0.0.1", query)
                .compose(request -> request.send())
                .compose(response -> response.end())
                .<Object>mapEmpty()
                .onComplete(said));
    return said.future();
  }

  @Override
  public List<ProcessCost> servers() {
    return List.of(new ProcessCost(server.pid()));
  }

  private WebSocketConnectOptions watch(String room) {
    return new WebSocketConnectOptions()
        .setHost("127.0.0.1")
        .setPort(server.port())
        .setURI("/watch/" + room);
  }
}
