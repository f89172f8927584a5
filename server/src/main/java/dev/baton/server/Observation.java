package dev.baton.server;

import dev.baton.agent.AgentLoop;
import dev.baton.agent.ModelSource;
import dev.baton.chat.EpisodeId;
import dev.baton.parts.EpisodeLog;
import dev.baton.pubsub.ChatBus;
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
import dev.baton.server.tracing.RequestTracer;
import dev.baton.server.tracing.TurnTraces;
import dev.baton.store.StreamStore;
import dev.baton.store.TurnStore;
import dev.baton.time.Scheduler;
import dev.baton.tool.Tool;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// How a replica is watched by those who operate it: decorators for the ports of core, and what is
/// asked of its parts.
final class Observation {

  private final Scheduler scheduler;
  private final Metrics metrics;
  private final ReplicaMeters meters;
  private final LoopDelay loopDelay;
  private final Optional<TurnTraces> traces;

  Observation(Vertx vertx, Scheduler scheduler) {
    this.scheduler = scheduler;
    metrics = VertxMeters.of(vertx);
    meters = new ReplicaMeters(metrics);
    loopDelay = new LoopDelay(vertx, scheduler, metrics);
    traces = RequestTracer.of(vertx).map(TurnTraces::new);
  }

  ChatBus bus(ChatBus bus) {
    return traces.map(it -> it.bus(bus)).orElse(bus);
  }

  TurnStore turns(TurnStore store) {
    var measured = new MeasuredTurns(store, metrics);
    return traces.map(it -> it.turns(measured)).orElse(measured);
  }

  StreamStore streams(StreamStore store) {
    return new MeasuredStreams(store, metrics);
  }

  void webSocketClosed(int code) {
    meters.closed(code);
  }

  Tool tool(Tool tool) {
    var measured = new MeasuredTool(tool, metrics);
    return traces.map(it -> it.tool(measured)).orElse(measured);
  }

  /// An agent loop whose calls of models are told of.
  AgentLoop loop(
      ModelSource models,
      Function<EpisodeId, EpisodeLog> logs,
      BiFunction<ModelSource, Function<EpisodeId, EpisodeLog>, AgentLoop> maker) {
    var measured = new MeasuredModels(models, metrics);
    return traces
        .map(it -> it.models(measured))
        .map(traced -> maker.apply(traced, traced.logs(logs)))
        .orElseGet(() -> maker.apply(measured, logs));
  }

  void observe(Storage storage, Execution execution, Watching watching) {
    meters.ask(storage.bus);
    meters.ask(execution.lease);
    meters.ask(execution.parts);
    meters.ask(execution.worker);
    meters.ask(watching.feeds, watching.watches);
    execution.worker.onRun(new RunMeters(metrics));
    traces.ifPresent(execution.worker::onRun);
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
