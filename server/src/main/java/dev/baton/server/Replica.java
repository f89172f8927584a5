package dev.baton.server;

import dev.baton.agent.Titles;
import dev.baton.server.auth.Authenticator;
import dev.baton.server.auth.SameOrigin;
import dev.baton.server.config.ServerConfig;
import dev.baton.server.http.HttpApi;
import dev.baton.server.http.ReadyCheck;
import dev.baton.server.http.TitleRoutes;
import dev.baton.time.Scheduler;
import dev.baton.time.VertxScheduler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One replica: everything that it is made of, started in order and stopped in order.
public final class Replica {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private final Observation observation;
  private final Storage storage;
  private final Execution execution;
  private final Watching watching;
  private final HttpApi api;
  private final Listeners listeners;

  private Replica(Vertx vertx, CoreSettings settings) {
    Scheduler scheduler = new VertxScheduler(vertx);
    observation = new Observation(vertx, scheduler);
    storage = new Storage(vertx, settings, observation, scheduler);
    execution = new Execution(vertx, settings, storage, observation, scheduler, this::watchers);
    var sameOrigin = new SameOrigin(settings.http().publicUrl());
    var authenticator = new Authenticator(storage.accounts, sameOrigin, scheduler);
    watching = new Watching(vertx, settings, storage, execution, observation, scheduler);
    observation.observe(storage, execution, watching);
    api =
        new HttpApi(
            vertx,
            settings.http(),
            storage.stores(),
            storage.leases,
            storage.idempotency,
            authenticator,
            scheduler,
            List.of(
                new ReadyCheck("database", storage.database::ping),
                new ReadyCheck("lease", execution::leased)),
            List.of(observation.routes(storage, watching)),
            List.of(
                watching.routes,
                new TitleRoutes(storage.chats, execution.models, new Titles(scheduler))));
    listeners = new Listeners(vertx, settings, api);
  }

  /// Starts a replica.
  ///
  /// @return fails with what is wrong; then nothing is left running
  public static Future<Replica> start(Vertx vertx, ServerConfig config) {
    var replica = new Replica(vertx, new CoreSettings(config));
    return replica.start().map(replica).onFailure(_ -> replica.stop());
  }

  private Future<?> start() {
    return storage
        .start()
        .compose(_ -> execution.start())
        .onSuccess(_ -> watching.start())
        .onSuccess(_ -> observation.start())
        .compose(_ -> listeners.start())
        .onSuccess(port ->
            LOG.atInfo()
                .addKeyValue("worker_id", execution.lease.worker())
                .addKeyValue("port", port)
                .log("the replica is ready"));
  }

  /// Stops in this order: no new work, chats handed on, watchers sent away, and only then what all
  /// of them stood on. Never fails.
  public Future<Void> stop() {
    api.drain(true);
    return execution
        .drain()
        .eventually(watching::sayGoodbye)
        .eventually(listeners::stop)
        .onComplete(_ -> watching.stop())
        .onComplete(_ -> observation.stop())
        .eventually(execution::stop)
        .eventually(storage::stop);
  }

  private int watchers() {
    return watching.watchers();
  }
}
