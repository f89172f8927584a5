package dev.baton.simulation;

import dev.baton.agent.AgentConfig;
import dev.baton.agent.AgentLoop;
import dev.baton.agent.ModelSource;
import dev.baton.agent.RetryPolicy;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.WorkerId;
import dev.baton.lease.LeaseConfig;
import dev.baton.lease.LeaseKeeper;
import dev.baton.lease.ReplicaProfile;
import dev.baton.model.ErrorClassifier;
import dev.baton.model.LanguageModel;
import dev.baton.model.ModelConfig;
import dev.baton.model.ProviderConfig;
import dev.baton.model.ProviderType;
import dev.baton.model.SilenceGuard;
import dev.baton.parts.EpisodeLog;
import dev.baton.parts.LocalParts;
import dev.baton.parts.PartsConfig;
import dev.baton.relay.LocalOnly;
import dev.baton.store.Acquired;
import dev.baton.store.ChatStore;
import dev.baton.store.LeaseStore;
import dev.baton.store.StreamStore;
import dev.baton.store.TurnStore;
import dev.baton.stream.ChatFeeds;
import dev.baton.stream.CloseCode;
import dev.baton.tool.Toolbox;
import dev.baton.worker.Worker;
import dev.baton.worker.WorkerConfig;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// One replica, put together as the server does it, from the same parts; only what lies outside of
/// it is simulated.
final class Replica {

  static final LeaseConfig LEASE =
      new LeaseConfig(Duration.ofSeconds(3), Duration.ofMillis(250), Duration.ofMillis(600));
  static final Duration RETENTION = Duration.ofSeconds(2);

  private static final AgentConfig AGENT =
      new AgentConfig(40, 8, Duration.ofSeconds(5), Duration.ofSeconds(6));
  private static final RetryPolicy RETRIES =
      new RetryPolicy(4, Duration.ofMillis(100), Duration.ofSeconds(1));
  private static final Duration SILENCE = Duration.ofSeconds(4);
  private static final WorkerConfig WORKER =
      new WorkerConfig(2, Duration.ofMillis(500), Duration.ofSeconds(2));
  private static final ModelConfig MODEL =
      new ModelConfig(
          new UUID(0, 1),
          new UUID(0, 2),
          "m",
          "m",
          true,
          true,
          1000,
          100,
          "{}",
          Instant.EPOCH,
          Instant.EPOCH);
  private static final ProviderConfig PROVIDER =
      new ProviderConfig(
          new UUID(0, 2),
          ProviderType.SCRIPTED,
          "Simulated",
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          true);

  private final World world;
  private final Host host;
  private final SimulatedThreads threads;
  private final HintNetwork.Bus bus;
  private final Witness witness;
  private final Set<WorkerId> own = new HashSet<>();
  private final Set<EpisodeId> begun = new HashSet<>();
  private final LeaseKeeper lease;
  private final LocalParts parts;
  private final Worker worker;
  private final ChatFeeds feeds;
  private final ChatStore chats;
  private final LeaseStore leases;
  private boolean draining;

  Replica(Cluster cluster, Host host, Dice dice) {
    this.world = cluster.world();
    this.host = host;
    this.witness = cluster.witness();
    this.threads = new SimulatedThreads(host, world, dice, this::ended);
    this.bus = cluster.hints().join(host);
    Mutation mutation = cluster.mutation();
    chats = wired(ChatStore.class, cluster.store().chats(), cluster, dice);
    leases = wired(LeaseStore.class, cluster.store().leases(), cluster, dice);
    TurnStore turns =
        mutation.around(wired(TurnStore.class, cluster.store().turns(), cluster, dice));
    StreamStore streams =
        mutation.around(wired(StreamStore.class, cluster.store().streams(), cluster, dice));
    lease =
        new LeaseKeeper(
            mutation.weakened(LEASE),
            new ReplicaProfile(1, host.toString(), "http", "relay", "1", 2),
            leases,
            host,
            () -> new LeaseStore.Load(false, running(), 0),
            () -> new WorkerId(dice.uuid()));
    parts = new LocalParts(new PartsConfig(RETENTION, 1000, 100_000), host, lease::isTrusted);
    ModelSource models = models(cluster.provider().from(host), toolbox(dice));
    worker =
        new Worker(
            host.loop(),
            threads,
            WORKER,
            turns,
            bus,
            mutation.around(lease),
            host,
            () -> new AgentLoop(AGENT, RETRIES, models, this::open, host));
    feeds = new ChatFeeds(streams, new LocalOnly(parts, own::contains), bus, host, host::loop);
  }

  private <T> T wired(Class<T> type, T port, Cluster cluster, Dice dice) {
    return Wire.to(type, port, host, world, dice, threads, bus, cluster.witness());
  }

  private Toolbox toolbox(Dice dice) {
    return new Toolbox(List.of(tool("mark", false, dice), tool("look", true, dice)));
  }

  private ServerTool tool(String name, boolean idempotent, Dice dice) {
    return new ServerTool(
        name,
        idempotent,
        host,
        world,
        dice,
        call -> witness.dispatched(host, call.toolCallId(), idempotent, lease.isTrusted()));
  }

  private ModelSource models(LanguageModel model, Toolbox toolbox) {
    LanguageModel guarded = SilenceGuard.around(model, ErrorClassifier.of(PROVIDER), host, SILENCE);
    return ModelSource.withoutFiles(_ ->
        Future.succeededFuture(Optional.of(new ModelSource.ChatModel(guarded, MODEL, toolbox))));
  }

  private EpisodeLog open(EpisodeId episode) {
    world.require(begun.add(episode), Check.SOUND, "%s began %s twice", host, episode);
    return parts.open(episode, lease.worker());
  }

  private int running() {
    return worker.running();
  }

  Host host() {
    return host;
  }

  ChatFeeds feeds() {
    return feeds;
  }

  ChatStore chats() {
    return chats;
  }

  LeaseStore leases() {
    return leases;
  }

  WorkerId worker() {
    return lease.worker();
  }

  boolean trusts(WorkerId id) {
    return host.isAlive() && lease.worker().equals(id) && lease.isTrusted();
  }

  boolean isServing() {
    return host.isAlive() && !draining;
  }

  /// @return fails if it gets no lease; the process ends then
  Future<Void> start() {
    lease.onWorkerChanged((_, now) -> {
      world.count("reached/worker changed");
      own.add(now);
      worker.leaseLost();
    });
    own.add(lease.worker());
    return lease
        .start()
        .onSuccess(_ -> {
          parts.start();
          worker.start();
          feeds.start();
        });
  }

  /// As on SIGTERM.
  Future<Void> drain() {
    draining = true;
    lease.draining(true);
    return worker
        .drain()
        .eventually(() ->
            feeds.closeAll(CloseCode.RESTARTING, "this replica restarts", Duration.ofMillis(200)))
        .eventually(() -> {
          feeds.stop();
          parts.stop();
          return lease.stop();
        });
  }

  void hearAgain() {
    bus.resync();
  }

  /// One of its runners will.
  void die() {
    threads.doom();
  }

  void leave(HintNetwork hints) {
    hints.leave(bus);
  }

  /// Logs of episodes that it still holds.
  int logs() {
    return parts.size();
  }

  /// What is left of it once it has stopped; empty if nothing is.
  List<String> remains() {
    var remains = new ArrayList<String>();
    note(remains, "threads", threads.alive());
    note(remains, "timers or tasks", host.pending());
    note(remains, "watchers", feeds.watchers());
    note(remains, "listeners", bus.listeners());
    note(remains, "runs", worker.running());
    return remains;
  }

  private static void note(List<String> remains, String what, int many) {
    if (many > 0) {
      remains.add(many + " " + what);
    }
  }

  private void ended(Acquired acquired, Optional<Throwable> failure) {
    if (failure.isPresent()) {
      if (!(failure.get() instanceof SimulatedThreads.Death)) {
        world.chronicle().violated(Check.SOUND, "a runner broke: %s", failure.get());
      }
      return;
    }
    witness
        .row(acquired.chatId())
        .filter(row -> row.runnerId().filter(acquired.runnerId()::equals).isPresent())
        .filter(row -> row.status().isRunnable() && !row.archived())
        .filter(row -> row.workerId().filter(lease.worker()::equals).isPresent() && !draining)
        .ifPresent(row ->
            world
                .chronicle()
                .violated(
                    Check.STAYED,
                    "%s ended and left %s in %s",
                    new Brief(acquired.runnerId()),
                    new Brief(row.id()),
                    row.state().label()));
  }

  @Override
  public String toString() {
    return host.toString();
  }
}
