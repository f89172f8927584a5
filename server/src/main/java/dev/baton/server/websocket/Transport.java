package dev.baton.server.websocket;

import dev.baton.server.http.Call;
import dev.baton.stream.Sink;
import io.vertx.core.Future;
import java.util.function.Function;

/// How frames get to a client.
interface Transport {

  /// Answers the request and begins to stream to it. The future fails only if no answer was begun.
  Future<Void> open(Call call, Function<Sink, Watcher> opener);

  /// Sends the client away, in whatever way it will understand, for a pause. The future fails if
  /// that is to be an answer.
  Future<Void> refuse(Call call, String reason);
}
