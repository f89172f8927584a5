package dev.baton.server.cli;

import dev.baton.server.cli.Service.Running;
import dev.baton.server.config.ServerConfig;
import dev.baton.server.config.TelemetryConfig;
import dev.baton.server.embedded.SupervisorLink;
import dev.baton.server.metrics.VertxMeters;
import dev.baton.server.tracing.RequestTracer;
import dev.baton.server.tracing.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "server",
    description = "Run one replica against a PostgreSQL of your own, until SIGTERM.")
final class ServerCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(ServerCommand.class);

  /// What closing sockets and pools may take, beyond the grace of the chats.
  private static final Duration BEYOND_DRAIN = Duration.ofSeconds(10);

  private final Service service;

  @Mixin private ConfigOption config = new ConfigOption();

  ServerCommand(Service service) {
    this.service = service;
  }

  @Override
  public Integer call() throws InterruptedException {
    var settings = config.load();
    LogSetup.apply(settings.log());
    var vertx = vertx(settings.telemetry());
    var started = service.start(vertx, settings);
    var end = OrderlyEnd.with(() -> stop(started, vertx, settings));
    SupervisorLink.onLost(System.getenv(), System.in, () -> end.now(0));
    started.onFailure(failure -> {
      log.atError().setCause(failure).log("the replica cannot start");
      end.now(1);
    });
    return end.await();
  }

  /// One that tells of itself.
  private static Vertx vertx(TelemetryConfig telemetry) {
    var options = VertxMeters.on(new VertxOptions());
    var builder = Vertx.builder().with(options).withMetrics(VertxMeters.factory());
    telemetry
        .otlpEndpoint()
        .map(Tracing::to)
        .ifPresent(tracing -> {
          RequestTracer.on(options);
          builder.withTracer(RequestTracer.factory(tracing));
        });
    return builder.build();
  }

  private static void stop(Future<Running> started, Vertx vertx, ServerConfig settings) {
    var grace = settings.worker().drainGrace().plus(BEYOND_DRAIN);
    try {
      started
          .transform(start -> start.succeeded() ? start.result().stop() : Future.succeededFuture())
          .await(grace.toMillis(), TimeUnit.MILLISECONDS);
      vertx.close().await(BEYOND_DRAIN.toMillis(), TimeUnit.MILLISECONDS);
      log.atInfo().log("the replica has stopped");
    } catch (TimeoutException e) {
      throw new IllegalStateException("not stopped within " + grace.toSeconds() + " s", e);
    }
  }
}
