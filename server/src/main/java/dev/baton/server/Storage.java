package dev.baton.server;

import dev.baton.postgres.Database;
import dev.baton.postgres.Migrations;
import dev.baton.postgres.PgAccountStore;
import dev.baton.postgres.PgCensus;
import dev.baton.postgres.PgChatBus;
import dev.baton.postgres.PgChatStore;
import dev.baton.postgres.PgFileStore;
import dev.baton.postgres.PgIdempotency;
import dev.baton.postgres.PgLeaseStore;
import dev.baton.postgres.PgModelStore;
import dev.baton.postgres.PgStreamStore;
import dev.baton.postgres.PgTurnStore;
import dev.baton.postgres.PgUserStore;
import dev.baton.pubsub.ChatBus;
import dev.baton.store.Stores;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/// What a replica keeps, all of it in one PostgreSQL, and the bus that tells of changes.
final class Storage {

  private static final int KEYS_AT_ONCE = 1_000;

  private final Vertx vertx;
  private final CoreSettings settings;
  private final Sweeper sweeper;

  final Database database;
  final PgChatBus bus;

  /// The bus, for those whose changes it tells.
  private final ChatBus told;

  final PgChatStore chats;
  final PgIdempotency idempotency;
  final PgTurnStore turns;
  final PgStreamStore streams;
  final PgAccountStore accounts;
  final PgUserStore users;
  final PgModelStore models;
  final PgFileStore files;
  final PgLeaseStore leases;
  final PgCensus census;

  Storage(Vertx vertx, CoreSettings settings, Observation observation, Scheduler scheduler) {
    this.vertx = vertx;
    this.settings = settings;
    database = Database.open(vertx, settings.database());
    bus = new PgChatBus(vertx, database, scheduler);
    told = observation.bus(bus);
    chats = new PgChatStore(database, told);
    turns = new PgTurnStore(database, told, settings.config().admission());
    streams = new PgStreamStore(database);
    accounts = new PgAccountStore(database);
    users = new PgUserStore(database, told);
    models = new PgModelStore(database, settings.secrets());
    files = new PgFileStore(database);
    leases = new PgLeaseStore(database);
    idempotency = new PgIdempotency(database, told, settings.secrets(), this::within);
    census = new PgCensus(database);
    sweeper = new Sweeper(scheduler, this::sweep);
  }

  /// What people change, at once.
  Stores stores() {
    return new Stores(chats, accounts, users, models, files);
  }

  /// The same in an open transaction.
  private Stores within(Database transaction, ChatBus hints) {
    return new Stores(
        new PgChatStore(transaction, hints),
        new PgAccountStore(transaction),
        new PgUserStore(transaction, hints),
        new PgModelStore(transaction, settings.secrets()),
        new PgFileStore(transaction));
  }

  /// Brings the schema up to date, and what must be there before anybody is let in.
  Future<Void> start() {
    var config = settings.config();
    return vertx
        .executeBlocking(this::migrate)
        .compose(_ -> bus.start())
        .compose(_ -> new Bootstrap(accounts, models).run(config.auth(), config.providers()))
        .compose(_ -> models.rotateKeys())
        .onSuccess(_ -> sweeper.start())
        .mapEmpty();
  }

  Future<Void> stop() {
    sweeper.stop();
    return bus.stop().eventually(database::close);
  }

  private Future<Void> sweep() {
    return accounts.sweep().compose(_ -> idempotency.sweep(KEYS_AT_ONCE)).mapEmpty();
  }

  private Boolean migrate() {
    Migrations.migrate(settings.database());
    return true;
  }
}
