package dev.baton.tool;

import dev.baton.model.ToolSpec;
import io.vertx.core.Future;

/// Something a model can call.
public interface Tool {

  ToolSpec spec();

  /// Whether running it twice does no harm, so that a new owner may run a call again that its
  /// predecessor had started.
  boolean isIdempotent();

  /// Runs one call. Called on the chat's virtual thread, so it may wait with `Future.await()`; the
  /// calls of one step run at the same time. It ends soon after `invocation.cancellation()` asks it
  /// to, in whatever way. A failed future becomes an error result.
  Future<ToolOutput> run(ToolInvocation invocation);
}
