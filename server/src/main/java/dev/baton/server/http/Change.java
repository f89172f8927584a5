package dev.baton.server.http;

import dev.baton.store.Stores;
import io.vertx.core.Future;

/// What a POST has made up its mind to do. It may be made in a transaction that is open meanwhile,
/// so it waits for nothing but the stores it is given.
@FunctionalInterface
public interface Change {
  Future<Reply> make(Stores stores);
}
