package dev.baton.server;

import dev.baton.agent.ModelSource;
import dev.baton.server.http.RouteGroup;
import dev.baton.server.metrics.LoopDelay;
import dev.baton.server.metrics.MeasuredModels;
import dev.baton.server.metrics.MeasuredStreams;
import dev.baton.server.metrics.MeasuredTool;
import dev.baton.server.metrics.MeasuredTurns;
import dev.baton.server.metrics.Metrics;
import dev.baton.server.metrics.MetricsRoutes;
import dev.baton.server.metrics.ReplicaMeters;
import dev.baton.server.metrics.RunMeters;
import dev.baton.server.metrics.Scrape;
import dev.baton.server.metrics.VertxMeters;
import dev.baton.store.StreamStore;
import dev.baton.store.TurnStore;
import dev.baton.time.Scheduler;
import dev.baton.tool.Tool;
import io.vertx.core.Vertx;

/// How a replica is watched by those who operate it: decorators for the ports of core, and what is
/// asked of its parts.
final class Observation {

  private final Scheduler scheduler;
  private final Metrics metrics;
  private final LoopDelay loopDelay;

  Observation(Vertx vertx, Scheduler scheduler) {
    this.scheduler = scheduler;
    metrics = VertxMeters.of(vertx);
    loopDelay = new LoopDelay(vertx, scheduler, metrics);
  }

  TurnStore turns(TurnStore store) {
    return new MeasuredTurns(store, metrics);
  }

  StreamStore streams(StreamStore store) {
    return new MeasuredStreams(store, metrics);
  }

  ModelSource models(ModelSource models) {
    return new MeasuredModels(models, metrics);
  }

  Tool tool(Tool tool) {
    return new MeasuredTool(tool, metrics);
  }

  void observe(Storage storage, Execution execution, Watching watching) {
    var meters = new ReplicaMeters(metrics);
    meters.ask(storage.bus);
    meters.ask(execution.lease);
    meters.ask(execution.parts);
    meters.ask(execution.worker);
    meters.ask(watching.feeds, watching.watches);
    execution.worker.onRun(new RunMeters(metrics));
  }

  RouteGroup routes(Storage storage, Watching watching) {
    return new MetricsRoutes(
        new Scrape(metrics, scheduler, storage.census::take, watching.feeds::lag));
  }

  void start() {
    loopDelay.start();
  }

  void stop() {
    loopDelay.stop();
  }
}
