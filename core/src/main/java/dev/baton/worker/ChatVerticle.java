package dev.baton.worker;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.function.Consumer;

/// Gives a [Runner] a virtual thread of its own, and brings it what others have to say.
final class ChatVerticle extends VerticleBase {

  private final Runner runner;
  private final Promise<Context> started = Promise.promise();
  private final Promise<Void> ended = Promise.promise();

  ChatVerticle(Runner runner) {
    this.runner = runner;
  }

  @Override
  public Future<?> start() {
    context.runOnContext(_ -> run());
    started.complete(context);
    return Future.succeededFuture();
  }

  /// Completes when the run is over, and fails if it broke.
  Future<Void> ended() {
    return ended.future();
  }

  /// Tells the runner, while it waits or between two of its steps. Any thread.
  void tell(Consumer<Runner> message) {
    started.future().onSuccess(context -> context.runOnContext(_ -> message.accept(runner)));
  }

  /// The verticle could not be deployed, so there will be no run.
  void abandon(Throwable e) {
    ended.tryFail(e);
  }

  private void run() {
    try {
      runner.run();
      ended.tryComplete();
    } catch (Throwable e) {
      // Of any kind, or the chat would count as running here for ever.
      ended.tryFail(e);
    }
  }
}
