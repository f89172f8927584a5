package dev.baton.server.websocket;

import dev.baton.server.auth.Caller;
import dev.baton.server.http.Call;
import dev.baton.stream.CloseCode;
import dev.baton.stream.Sink;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntConsumer;

/// Streams to WebSockets.
final class WebSocketTransport implements Transport {

  private static final String TAKES_NOTHING = "This stream takes nothing from its client.";

  /// A connection that vanished told no code.
  private static final short VANISHED = 1006;

  private static final Buffer NOTHING = Buffer.buffer();

  private final Scheduler scheduler;
  private final StreamSettings settings;
  private final AccessGuard guard;
  private final IntConsumer onClosed;

  WebSocketTransport(
      Scheduler scheduler, StreamSettings settings, AccessGuard guard, IntConsumer onClosed) {
    this.scheduler = scheduler;
    this.settings = settings;
    this.guard = guard;
    this.onClosed = onClosed;
  }

  /// Whether an upgrade is asked for in the way that version 13 of the protocol wants it.
  static boolean isAskedFor(HttpServerRequest request) {
    return names(request, HttpHeaders.CONNECTION, "upgrade")
        && names(request, HttpHeaders.UPGRADE, "websocket")
        && "13".equals(request.getHeader("Sec-WebSocket-Version"))
        && request.getHeader("Sec-WebSocket-Key") != null;
  }

  private static boolean names(HttpServerRequest request, CharSequence header, String token) {
    String value = request.getHeader(header);
    return value != null && value.toLowerCase(Locale.ROOT).contains(token);
  }

  @Override
  public Future<Void> open(Call call, Function<Sink, Watcher> opener) {
    var caller = call.caller();
    return call.request()
        .toWebSocket()
        .map(socket -> {
          serve(socket, caller, opener);
          return null;
        });
  }

  /// Browsers hide the status of an upgrade that failed, but not a close code.
  @Override
  public Future<Void> refuse(Call call, String reason) {
    return call.request()
        .toWebSocket()
        .compose(socket -> socket.close(CloseCode.OVERLOADED.code(), reason));
  }

  /// Holds on to the socket and the caller, and lets the request go.
  private void serve(ServerWebSocket socket, Caller caller, Function<Sink, Watcher> opener) {
    var sink = new WebSocketSink(socket);
    var watcher = opener.apply(sink);
    var unguard = guard.guard(caller, watcher);
    var heartbeat =
        new Heartbeat(
            scheduler,
            settings,
            sink::isFull,
            () -> socket.writePing(NOTHING),
            () -> watcher.close(CloseCode.INTERNAL, "No sign of life."));
    socket.pongHandler(_ -> heartbeat.heard());
    socket.frameHandler(frame -> {
      if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
        refuseData(watcher);
      }
    });
    // A frame too long to be read, or none at all: Vert.x closes right after this call.
    socket.exceptionHandler(_ -> sink.close(CloseCode.UNSUPPORTED_DATA, TAKES_NOTHING));
    socket.closeHandler(_ -> {
      heartbeat.stop();
      unguard.run();
      watcher.leave();
      onClosed.accept(Objects.requireNonNullElse(socket.closeStatusCode(), VANISHED));
    });
    heartbeat.start();
  }

  private static void refuseData(Watcher watcher) {
    watcher.close(CloseCode.UNSUPPORTED_DATA, TAKES_NOTHING);
  }
}
