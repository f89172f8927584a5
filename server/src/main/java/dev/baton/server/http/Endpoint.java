package dev.baton.server.http;

import io.vertx.core.Future;

/// Answers one kind of request. Runs on the request's event loop and never blocks; whatever it
/// throws or fails with becomes a [Problem].
@FunctionalInterface
public interface Endpoint {
  Future<Reply> handle(Call call);
}
