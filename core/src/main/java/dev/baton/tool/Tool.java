package dev.baton.tool;

import dev.baton.model.ToolSpec;
import io.vertx.core.Future;

/// Something a model can call.
public interface Tool {

  ToolSpec spec();

  /// Whether running it twice does no harm, so that a new owner may run a call again that its
  /// predecessor had started.
  boolean isIdempotent();

  /// Begins one call and returns at once: it is called on the chat's context and must not wait
  /// there, since the calls of one step run at the same time. It ends soon after
  /// `invocation.cancellation()` asks it to, in whatever way. A failed future becomes an error
  /// result.
  Future<ToolOutput> run(ToolInvocation invocation);
}
