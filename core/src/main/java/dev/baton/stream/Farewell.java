package dev.baton.stream;

import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Sends many clients away over a time, so that they do not all come back at once.
final class Farewell {

  private Farewell() {}

  static <T> Future<Void> spread(
      Scheduler scheduler, Duration over, List<T> clients, Consumer<T> dismiss) {
    if (clients.isEmpty()) {
      return Future.succeededFuture();
    }
    var done = Promise.<Void>promise();
    for (int i = 0; i < clients.size(); i++) {
      var client = clients.get(i);
      scheduler.after(over.multipliedBy(i).dividedBy(clients.size()), () -> dismiss.accept(client));
    }
    scheduler.after(over, done::complete);
    return done.future();
  }
}
