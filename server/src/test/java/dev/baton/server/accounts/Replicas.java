package dev.baton.server.accounts;

import dev.baton.agent.ModelSource;
import dev.baton.agent.Titles;
import dev.baton.chat.UserId;
import dev.baton.postgres.Database;
import dev.baton.postgres.PgAccountStore;
import dev.baton.postgres.PgChatBus;
import dev.baton.postgres.PgChatStore;
import dev.baton.postgres.PgFileStore;
import dev.baton.postgres.PgIdempotency;
import dev.baton.postgres.PgLeaseStore;
import dev.baton.postgres.PgModelStore;
import dev.baton.postgres.PgStreamStore;
import dev.baton.postgres.PgUserStore;
import dev.baton.postgres.SecretBox;
import dev.baton.postgres.TestDatabase;
import dev.baton.server.auth.Authenticator;
import dev.baton.server.auth.SameOrigin;
import dev.baton.server.http.HttpApi;
import dev.baton.server.http.HttpListener;
import dev.baton.server.http.Limits;
import dev.baton.server.http.TestServer;
import dev.baton.server.http.TitleRoutes;
import dev.baton.server.websocket.AccessGuard;
import dev.baton.server.websocket.StreamRoutes;
import dev.baton.server.websocket.StreamSettings;
import dev.baton.store.Stores;
import dev.baton.store.Token;
import dev.baton.stream.ChatFeeds;
import dev.baton.stream.ChatWatches;
import dev.baton.time.VertxScheduler;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Two replicas of one deployment. They serve everything and run nothing, so a chat that is created
/// stays `running`.
final class Replicas implements AutoCloseable {

  static final String ADMIN = "the-admins-own-token";

  final Vertx vertx = Vertx.vertx();
  final Database database;
  final PgAccountStore accounts;
  final Client first;
  final Client second;

  private final UserId admin;
  private final HttpListener[] listeners = new HttpListener[2];
  private final PgChatBus[] buses = new PgChatBus[2];

  Replicas() {
    database = TestDatabase.migrated().open(vertx);
    accounts = new PgAccountStore(database);
    var user = TestServer.await(accounts.ensureAdmin());
    admin = user.id();
    TestServer.await(
        accounts.ensurePreset(user, Token.Kind.API, "preset", ADMIN, Optional.empty()));
    first = start(0);
    second = start(1);
  }

  private Client start(int number) {
    var scheduler = new VertxScheduler(vertx);
    var bus = new PgChatBus(vertx, database, scheduler);
    buses[number] = bus;
    TestServer.await(bus.start());
    var box = SecretBox.of(Base64.getEncoder().encodeToString(new byte[32]));
    var chats = new PgChatStore(database, bus);
    var stores =
        new Stores(
            chats,
            accounts,
            new PgUserStore(database, bus),
            new PgModelStore(database, Optional.of(box)),
            new PgFileStore(database));
    var authenticator = new Authenticator(accounts, new SameOrigin(Optional.empty()), scheduler);
    var loops = ChatFeeds.loopsOf(vertx);
    var feeds =
        new ChatFeeds(new PgStreamStore(database), (_, _) -> () -> {}, bus, scheduler, loops);
    var watches = new ChatWatches(chats, bus, scheduler, loops);
    var guard = new AccessGuard(accounts, scheduler);
    feeds.start();
    watches.start();
    guard.start();
    var api =
        new HttpApi(
            vertx,
            TestServer.settings(),
            stores,
            new PgLeaseStore(database),
            new PgIdempotency(database, bus, Optional.of(box), (_, _) -> stores),
            authenticator,
            scheduler,
            List.of(),
            List.of(),
            List.of(
                new StreamRoutes(
                    chats,
                    feeds,
                    watches,
                    guard,
                    scheduler,
                    StreamSettings.DEFAULTS,
                    Limits.DEFAULTS,
                    _ -> {}),
                new TitleRoutes(
                    chats,
                    ModelSource.withoutFiles(_ -> {
                      throw new AssertionError("no model is to be asked");
                    }),
                    new Titles(scheduler))));
    listeners[number] = new HttpListener(vertx, "127.0.0.1", 0, api.router());
    return new Client(vertx, TestServer.await(listeners[number].start()));
  }

  UserId admin() {
    return admin;
  }

  RowSet<Row> sql(String sql, Object... parameters) {
    return TestServer.await(
        database.pool().preparedQuery(sql).execute(Tuple.from(List.of(parameters))));
  }

  /// A new user of the role.
  ///
  /// @return a token of the user
  String person(String role) {
    var secret = "token-" + UUID.randomUUID();
    sql(
        "WITH u AS (INSERT INTO users (email, name, role)"
            + " VALUES ($1 || '@example.org', 'person', $2) RETURNING id)"
            + " INSERT INTO tokens (user_id, kind, name, secret_hash)"
            + " SELECT id, 'api', 'own', sha256(convert_to($1, 'UTF8')) FROM u",
        secret,
        role);
    return secret;
  }

  /// Everything but the admin and the admin's token.
  void clear() {
    sql("DELETE FROM chats");
    sql("DELETE FROM users WHERE id <> $1", admin.value());
    sql("UPDATE users SET role = 'admin', suspended = false, password_hash = NULL");
    sql("DELETE FROM tokens WHERE name <> 'preset'");
    sql("DELETE FROM sign_in_tries");
    sql("DELETE FROM model_configs");
    sql("DELETE FROM model_providers");
  }

  /// The scripted model, for whoever asks for none.
  void addModel() {
    var provider = UUID.randomUUID();
    sql(
        "INSERT INTO model_providers (id, provider, display_name) VALUES ($1, 'scripted', 'p')",
        provider);
    sql(
        "INSERT INTO model_configs (model_provider_id, model, display_name, is_default,"
            + " context_limit) VALUES ($1, 'm', 'm', true, 1000)",
        provider);
  }

  @Override
  public void close() {
    for (int i = 0; i < 2; i++) {
      TestServer.await(listeners[i].stop());
      TestServer.await(buses[i].stop());
    }
    TestServer.await(database.close());
    TestServer.await(vertx.close());
  }
}
