package dev.baton.server.http;

import io.vertx.core.Future;

/// Answers a request that changes something, in two steps: the first reads and decodes everything
/// there is to decode, and the second makes the change, with the stores it is given and no others.
/// So whoever asks twice under one key is served by [Door] alone, and no endpoint can forget it.
@FunctionalInterface
public interface ChangeEndpoint {

  /// Whatever it throws or fails with becomes a [Problem].
  Future<Change> prepare(Call call);
}
