package dev.baton.model;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.Executor;

/// Where calls run: one event loop each, in turn. A call that begins on a chat's virtual thread is
/// carried over to a loop, so that its deltas cost no thread switch of the chat.
@FunctionalInterface
public interface EventLoops {

  /// An executor that runs its tasks in order, one at a time, on one event loop.
  Executor next();

  static EventLoops of(Vertx vertx) {
    return () -> {
      var context = ((VertxInternal) vertx).createEventLoopContext();
      return task -> context.runOnContext(_ -> task.run());
    };
  }
}
