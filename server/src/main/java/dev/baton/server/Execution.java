package dev.baton.server;

import dev.baton.agent.AgentLoop;
import dev.baton.agent.ConfiguredModels;
import dev.baton.chat.WorkerId;
import dev.baton.lease.LeaseKeeper;
import dev.baton.model.ModelFactory;
import dev.baton.parts.LocalParts;
import dev.baton.server.config.ServerConfig;
import dev.baton.store.LeaseStore.Load;
import dev.baton.time.Scheduler;
import dev.baton.tool.CurrentTime;
import dev.baton.tool.Sleep;
import dev.baton.worker.Worker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/// What runs chats: the lease that allows it, the models, the worker, and the parts it produces.
final class Execution {

  /// Under which ids this replica has run chats.
  private final Set<WorkerId> own = ConcurrentHashMap.newKeySet();

  private final ModelFactory factory;

  final LeaseKeeper lease;
  final ConfiguredModels models;
  final LocalParts parts;
  final Worker worker;

  /// @param watchers how many there are, for the other replicas to know
  Execution(
      Vertx vertx,
      CoreSettings settings,
      Storage storage,
      Observation observation,
      Scheduler scheduler,
      IntSupplier watchers) {
    ServerConfig config = settings.config();
    lease =
        new LeaseKeeper(
            config.lease(),
            settings.profile(),
            storage.leases,
            scheduler,
            () -> new Load(false, running(), watchers.getAsInt()));
    factory = new ModelFactory(vertx, scheduler, config.model().silenceTimeout(), Version.TEXT);
    models =
        new ConfiguredModels(
            storage.models,
            storage.files,
            factory,
            scheduler,
            List.of(observation.tool(new CurrentTime(scheduler))),
            List.of(observation.tool(new Sleep(scheduler))));
    parts = new LocalParts(config.parts(), scheduler, lease::isTrusted);
    worker =
        new Worker(
            vertx,
            config.worker(),
            observation.turns(storage.turns),
            storage.bus,
            lease,
            scheduler,
            () ->
                observation.loop(
                    models,
                    episode -> parts.open(episode, lease.worker()),
                    (itsModels, logs) ->
                        new AgentLoop(
                            config.agent(), config.model().retry(), itsModels, logs, scheduler)));
  }

  /// @return fails if this replica cannot get a lease
  Future<Void> start() {
    lease.onWorkerChanged((_, now) -> {
      own.add(now);
      worker.leaseLost();
    });
    own.add(lease.worker());
    return lease
        .start()
        .onSuccess(_ -> {
          parts.start();
          worker.start();
        });
  }

  /// Whether a worker is, or was, this replica's.
  boolean isOwn(WorkerId id) {
    return own.contains(id);
  }

  /// Fails while there is no lease.
  Future<Void> leased() {
    return lease.isTrusted() ? Future.succeededFuture() : Future.failedFuture("no lease");
  }

  /// Hands on the chats that run here.
  Future<Void> drain() {
    lease.draining(true);
    return worker.drain();
  }

  /// After the drain.
  Future<Void> stop() {
    parts.stop();
    return lease.stop().eventually(factory::close);
  }

  private int running() {
    return worker.running();
  }
}
