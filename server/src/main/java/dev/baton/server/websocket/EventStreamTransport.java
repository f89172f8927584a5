package dev.baton.server.websocket;

import dev.baton.server.http.Call;
import dev.baton.server.http.Problem;
import dev.baton.stream.Sink;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Function;

/// Streams as server-sent events, for clients that cannot open WebSockets.
final class EventStreamTransport implements Transport {

  private static final String TYPE = "text/event-stream";

  private final Scheduler scheduler;
  private final StreamSettings settings;
  private final AccessGuard guard;

  EventStreamTransport(Scheduler scheduler, StreamSettings settings, AccessGuard guard) {
    this.scheduler = scheduler;
    this.settings = settings;
    this.guard = guard;
  }

  static boolean isAskedFor(HttpServerRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT);
    return accepted != null && accepted.contains(TYPE);
  }

  @Override
  public Future<Void> open(Call call, Function<Sink, Watcher> opener) {
    var request = call.request();
    var response = request.response();
    if (response.closed()) {
      return Future.failedFuture("the client has gone"); // and nobody would tell of it any more
    }
    request.resume();
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no");
    var sink = new EventStreamSink(response);
    var watcher = opener.apply(sink);
    var unguard = guard.guard(call.caller(), watcher);
    // Nobody answers a comment: whether the client lives is TCP's to find out.
    var heartbeat = new Heartbeat(scheduler, settings, () -> true, sink::ping, () -> {});
    response.closeHandler(_ -> end(heartbeat, unguard, watcher));
    response.endHandler(_ -> end(heartbeat, unguard, watcher));
    heartbeat.start();
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> refuse(Call call, String reason) {
    return Future.failedFuture(
        Problem.unavailable("There is no room for another stream.", reason).asRejection());
  }

  private static void end(Heartbeat heartbeat, Runnable unguard, Watcher watcher) {
    heartbeat.stop();
    unguard.run();
    watcher.leave();
  }
}
