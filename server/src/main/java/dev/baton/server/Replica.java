package dev.baton.server;

import dev.baton.agent.AgentLoop;
import dev.baton.agent.ConfiguredModels;
import dev.baton.agent.Titles;
import dev.baton.chat.WorkerId;
import dev.baton.lease.LeaseKeeper;
import dev.baton.model.ModelFactory;
import dev.baton.parts.LocalParts;
import dev.baton.postgres.Database;
import dev.baton.postgres.Migrations;
import dev.baton.postgres.PgAccountStore;
import dev.baton.postgres.PgChatBus;
import dev.baton.postgres.PgChatStore;
import dev.baton.postgres.PgLeaseStore;
import dev.baton.postgres.PgModelStore;
import dev.baton.postgres.PgStreamStore;
import dev.baton.postgres.PgTurnStore;
import dev.baton.relay.LocalOnly;
import dev.baton.server.auth.Authenticator;
import dev.baton.server.auth.SameOrigin;
import dev.baton.server.config.ServerConfig;
import dev.baton.server.http.HttpApi;
import dev.baton.server.http.HttpListener;
import dev.baton.server.http.ReadyCheck;
import dev.baton.server.http.TitleRoutes;
import dev.baton.server.websocket.AccessGuard;
import dev.baton.server.websocket.StreamRoutes;
import dev.baton.store.LeaseStore.Load;
import dev.baton.stream.ChatFeeds;
import dev.baton.stream.ChatWatches;
import dev.baton.stream.CloseCode;
import dev.baton.time.Scheduler;
import dev.baton.time.VertxScheduler;
import dev.baton.tool.CurrentTime;
import dev.baton.tool.Sleep;
import dev.baton.worker.Worker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One replica: everything that it is made of, started in order and stopped in order.
public final class Replica {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  /// Over how long watchers are sent away, so that they do not all come back in one moment.
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final CoreSettings settings;
  private final Database database;
  private final PgChatBus bus;
  private final Bootstrap bootstrap;
  private final LeaseKeeper lease;
  private final ModelFactory models;
  private final LocalParts parts;
  private final Worker worker;
  private final ChatFeeds feeds;
  private final ChatWatches watches;
  private final AccessGuard access;
  private final HttpApi api;
  private final HttpListener listener;
  private final Optional<HttpListener> management;

  /// Under which ids this replica has run chats.
  private final Set<WorkerId> own = ConcurrentHashMap.newKeySet();

  private Replica(Vertx vertx, CoreSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    ServerConfig config = settings.config();
    Scheduler scheduler = new VertxScheduler(vertx);

    // What is kept
    database = Database.open(vertx, settings.database());
    bus = new PgChatBus(vertx, database, scheduler);
    var chats = new PgChatStore(database, bus);
    var turns = new PgTurnStore(database, bus);
    var accounts = new PgAccountStore(database);
    var modelStore = new PgModelStore(database, settings.secrets());
    var leases = new PgLeaseStore(database);
    bootstrap = new Bootstrap(accounts, modelStore);

    // Who runs what
    lease = new LeaseKeeper(config.lease(), settings.profile(), leases, scheduler, this::load);
    models = new ModelFactory(vertx, scheduler, config.model().silenceTimeout(), Version.TEXT);
    parts = new LocalParts(config.parts(), scheduler, lease::isTrusted);
    var configured =
        new ConfiguredModels(
            modelStore,
            models,
            scheduler,
            List.of(new CurrentTime(scheduler)),
            List.of(new Sleep(scheduler)));
    worker =
        new Worker(
            vertx,
            config.worker(),
            turns,
            bus,
            lease,
            scheduler,
            () ->
                new AgentLoop(
                    config.agent(),
                    config.model().retry(),
                    configured,
                    episode -> parts.open(episode, lease.worker()),
                    scheduler));

    // Who sees what
    var loops = ChatFeeds.loopsOf(vertx);
    feeds =
        new ChatFeeds(
            new PgStreamStore(database),
            new LocalOnly(parts, own::contains),
            bus,
            scheduler,
            loops);
    watches = new ChatWatches(chats, bus, scheduler, loops);
    var authenticator =
        new Authenticator(accounts, new SameOrigin(config.http().publicUrl()), scheduler);
    access = new AccessGuard(authenticator, scheduler);
    api =
        new HttpApi(
            vertx,
            settings.http(),
            new HttpApi.Stores(chats, accounts, modelStore, leases),
            authenticator,
            scheduler,
            List.of(
                new ReadyCheck("database", database::ping), new ReadyCheck("lease", this::leased)),
            List.of(
                new StreamRoutes(chats, feeds, watches, access, scheduler, config.stream()),
                new TitleRoutes(chats, configured, new Titles(scheduler))));
    String host = config.http().host();
    listener = new HttpListener(vertx, host, config.http().port(), api.router());
    management =
        config.management().isApart()
            ? Optional.of(
                new HttpListener(vertx, host, config.management().port(), api.managementRouter()))
            : Optional.empty();
  }

  /// Starts a replica.
  ///
  /// @return fails with what is wrong; then nothing is left running
  public static Future<Replica> start(Vertx vertx, ServerConfig config) {
    var replica = new Replica(vertx, new CoreSettings(config));
    return replica.start().map(replica).onFailure(_ -> replica.stop());
  }

  private Future<?> start() {
    lease.onWorkerChanged((_, now) -> {
      own.add(now);
      worker.leaseLost();
    });
    own.add(lease.worker());
    return vertx
        .executeBlocking(this::migrate)
        .compose(_ -> bus.start())
        .compose(_ -> bootstrap.run(settings.config().auth(), settings.config().providers()))
        .compose(_ -> lease.start())
        .onSuccess(_ -> {
          parts.start();
          feeds.start();
          watches.start();
          access.start();
          worker.start();
        })
        .compose(_ -> management.map(HttpListener::start).orElse(Future.succeededFuture(0)))
        .compose(_ -> listener.start())
        .onSuccess(port ->
            LOG.atInfo()
                .addKeyValue("worker_id", lease.worker())
                .addKeyValue("port", port)
                .log("the replica is ready"));
  }

  private Boolean migrate() {
    Migrations.migrate(settings.database());
    return true;
  }

  /// Stops in this order: no new work, chats handed on, watchers sent away, and only then what all
  /// of them stood on. Never fails.
  public Future<Void> stop() {
    api.drain(true);
    lease.draining(true);
    return worker
        .drain()
        .eventually(this::sayGoodbye)
        .eventually(listener::stop)
        .eventually(() -> management.map(HttpListener::stop).orElse(Future.succeededFuture()))
        .eventually(this::release);
  }

  private Future<?> sayGoodbye() {
    String reason = "this replica restarts";
    return Future.join(
        feeds.closeAll(CloseCode.RESTARTING, reason, FAREWELL),
        watches.closeAll(CloseCode.RESTARTING, reason, FAREWELL));
  }

  private Future<Void> release() {
    access.stop();
    feeds.stop();
    watches.stop();
    parts.stop();
    return lease.stop().eventually(models::close).eventually(bus::stop).eventually(database::close);
  }

  private Future<Void> leased() {
    return lease.isTrusted() ? Future.succeededFuture() : Future.failedFuture("no lease");
  }

  private Load load() {
    return new Load(false, worker.running(), feeds.watchers() + watches.watchers());
  }
}
