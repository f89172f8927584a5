package dev.baton.server.http;

import dev.baton.server.auth.Authenticator;
import dev.baton.server.auth.SessionCookie;
import dev.baton.server.contract.Contract;
import dev.baton.store.AccountStore;
import dev.baton.store.ChatStore;
import dev.baton.store.LeaseStore;
import dev.baton.store.ModelStore;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/// The HTTP interface of one replica. Any number of event loops may serve its routers at once.
public final class HttpApi {

  private static final String PREFIX = "/api/v1";
  private static final String AGENTS = "agents";
  private static final List<Integer> ROUTER_FAILURES =
      List.of(400, 404, 405, 406, 413, 414, 415, 431, 500);

  /// What the routes stand on.
  public record Stores(
      ChatStore chats, AccountStore accounts, ModelStore models, LeaseStore leases) {}

  private final Vertx vertx;
  private final HttpSettings settings;
  private final Stores stores;
  private final Authenticator authenticator;
  private final Scheduler scheduler;
  private final List<ReadyCheck> checks;
  private final List<RouteGroup> streams;
  private final Door door;

  /// @param checks beside this replica not being drained
  /// @param streams live routes below `/api/v1/chats`
  public HttpApi(
      Vertx vertx,
      HttpSettings settings,
      Stores stores,
      Authenticator authenticator,
      Scheduler scheduler,
      List<ReadyCheck> checks,
      List<RouteGroup> streams) {
    this.vertx = vertx;
    this.settings = settings;
    this.stores = stores;
    this.authenticator = authenticator;
    this.scheduler = scheduler;
    this.checks = new ArrayList<>(checks);
    this.checks.add(new ReadyCheck("draining", this::notDraining));
    this.streams = streams;
    this.door = new Door(settings, authenticator, scheduler);
  }

  /// While on, `/readyz` fails, and new sockets and writes are sent away with 503; reads go on.
  public void drain(boolean on) {
    door.drain(on);
  }

  /// Everything that the public listener serves.
  public Router router() {
    var router = newRouter();
    var routes = Routes.on(router, door);
    if (!settings.healthApart()) {
      health().mount(routes);
    }
    new ContractRoutes(Contract.current()).mount(routes.under(PREFIX));
    mountAccounts(routes);
    mountModels(routes.under(PREFIX));
    mountChats(routes.under(PREFIX).requiring(AGENTS));
    routes.finish();
    routes.absent("/api/*", "There is no such route.");
    routes.absent("/internal/*", "There is no such route.");
    router.route().handler(new WebRoot(vertx, door)::serve);
    return router;
  }

  /// Health alone, for a listener of its own.
  public Router managementRouter() {
    var router = newRouter();
    var routes = Routes.on(router, door);
    health().mount(routes);
    routes.finish();
    return router;
  }

  private void mountAccounts(Routes routes) {
    var accounts = stores.accounts();
    var cookie = new SessionCookie(settings.publicUrl());
    var signIn = new SignInRoutes(accounts, cookie, settings.sessionTtl(), door);
    signIn.mount(routes);
    signIn.mount(routes.under(PREFIX));
    new AccountRoutes(accounts, authenticator, cookie).mount(routes.under(PREFIX));
  }

  private void mountModels(Routes routes) {
    new ProviderRoutes(stores.models()).mount(routes);
    new ModelRoutes(stores.models()).mount(routes);
    new ReplicaRoutes(stores.leases()).mount(routes);
  }

  /// Streams first: `/chats/watch` is no chat.
  private void mountChats(Routes routes) {
    streams.forEach(group -> group.mount(routes));
    new ChatRoutes(stores.chats()).mount(routes);
    new MessageRoutes(stores.chats()).mount(routes);
    new TurnRoutes(stores.chats()).mount(routes);
  }

  private HealthRoutes health() {
    return new HealthRoutes(checks, scheduler);
  }

  private Future<Void> notDraining() {
    return door.isDraining() ? Future.failedFuture("draining") : Future.succeededFuture();
  }

  private Router newRouter() {
    var router = Router.router(vertx);
    for (int status : ROUTER_FAILURES) {
      router.errorHandler(status, context -> refuse(context, status));
    }
    router.route().handler(HttpApi::harden);
    return router;
  }

  private void refuse(RoutingContext context, int status) {
    var failure = context.failure();
    boolean ours = status == 500 && failure != null;
    door.refuse(context, ours ? failure : new Rejection(Problems.ofStatus(status)));
  }

  private static void harden(RoutingContext context) {
    context
        .response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Security-Policy", "default-src 'self'")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "same-origin");
    context.next();
  }
}
