package dev.baton.worker;

import dev.baton.worker.RunnerThreads.RunnerThread;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;

/// Gives a [Runner] a virtual thread of its own, and brings it what others have to say.
final class ChatVerticle extends VerticleBase implements RunnerThread {

  private static final DeploymentOptions ON_VIRTUAL_THREAD =
      new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);

  private final Runnable run;
  private final Promise<Context> started = Promise.promise();
  private final Promise<Void> ended = Promise.promise();

  ChatVerticle(Runnable run) {
    this.run = run;
  }

  /// A verticle for each runner.
  static RunnerThreads on(Vertx vertx) {
    return (_, run) -> {
      var verticle = new ChatVerticle(run);
      verticle.deploy(vertx);
      return verticle;
    };
  }

  private void deploy(Vertx vertx) {
    vertx
        .deployVerticle(this, ON_VIRTUAL_THREAD)
        .onFailure(ended::tryFail)
        .onSuccess(id -> ended.future().onComplete(_ -> vertx.undeploy(id)));
  }

  @Override
  public Future<?> start() {
    context.runOnContext(_ -> run());
    started.complete(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> ended() {
    return ended.future();
  }

  @Override
  public void tell(Runnable message) {
    started.future().onSuccess(context -> context.runOnContext(_ -> message.run()));
  }

  private void run() {
    try {
      run.run();
      ended.tryComplete();
    } catch (Throwable e) { // whatever it is, the run is over, and the worker must know
      ended.tryFail(e);
    }
  }
}
