package dev.baton.server.http;

import dev.baton.server.auth.Authenticator;
import dev.baton.server.auth.PasswordSignIn;
import dev.baton.server.auth.Passwords;
import dev.baton.server.auth.SessionCookie;
import dev.baton.server.contract.Contract;
import dev.baton.store.Idempotency;
import dev.baton.store.LeaseStore;
import dev.baton.store.Stores;
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

  private final Vertx vertx;
  private final HttpSettings settings;
  private final Stores stores;
  private final LeaseStore leases;
  private final Authenticator authenticator;
  private final Scheduler scheduler;
  private final List<ReadyCheck> checks;
  private final List<RouteGroup> management;
  private final List<RouteGroup> streams;
  private final Door door;
  private final IdempotencyKeys keys;

  /// @param checks beside this replica not being drained
  /// @param management what is served beside health, and as openly
  /// @param streams live routes below `/api/v1/chats`
  public HttpApi(
      Vertx vertx,
      HttpSettings settings,
      Stores stores,
      LeaseStore leases,
      Idempotency idempotency,
      Authenticator authenticator,
      Scheduler scheduler,
      List<ReadyCheck> checks,
      List<RouteGroup> management,
      List<RouteGroup> streams) {
    this.vertx = vertx;
    this.settings = settings;
    this.stores = stores;
    this.leases = leases;
    this.authenticator = authenticator;
    this.scheduler = scheduler;
    this.checks = new ArrayList<>(checks);
    this.checks.add(new ReadyCheck("draining", this::notDraining));
    this.management = management;
    this.streams = streams;
    this.door = new Door(settings, authenticator, scheduler);
    this.keys = new IdempotencyKeys(stores, idempotency);
  }

  /// While on, `/readyz` fails, and new sockets and writes are sent away with 503; reads go on.
  public void drain(boolean on) {
    door.drain(on);
  }

  /// Everything that the public listener serves.
  public Router router() {
    var router = newRouter();
    var routes = Routes.on(router, door, keys);
    if (!settings.healthApart()) {
      mountManagement(routes);
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

  /// Health and its like, for a listener of its own.
  public Router managementRouter() {
    var router = newRouter();
    var routes = Routes.on(router, door, keys);
    mountManagement(routes);
    routes.finish();
    return router;
  }

  private void mountManagement(Routes routes) {
    new HealthRoutes(checks, scheduler).mount(routes);
    management.forEach(group -> group.mount(routes));
  }

  private void mountAccounts(Routes routes) {
    var accounts = stores.accounts();
    var cookie = new SessionCookie(settings.publicUrl());
    var passwords = new PasswordSignIn(stores.users(), new Passwords(vertx));
    var signIn = new SignInRoutes(accounts, passwords, cookie, settings.sessionTtl(), door);
    var own = new AccountRoutes(accounts, authenticator, cookie);
    signIn.mountLink(routes);
    signIn.mount(routes.under(PREFIX));
    own.mount(routes.under(PREFIX));
    new UserRoutes(stores.users(), accounts, passwords, authenticator).mount(routes.under(PREFIX));
  }

  private void mountModels(Routes routes) {
    new ProviderRoutes(stores.models()).mount(routes);
    new ModelRoutes(stores.models()).mount(routes);
    new ReplicaRoutes(leases).mount(routes);
  }

  /// Streams first: `/chats/watch` is no chat.
  private void mountChats(Routes routes) {
    streams.forEach(group -> group.mount(routes));
    new FileRoutes(stores.files()).mount(routes);
    new TicketRoutes().mount(routes);
    new ChatRoutes(stores.chats()).mount(routes);
    new MessageRoutes(stores.chats()).mount(routes);
    new TurnRoutes().mount(routes);
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
