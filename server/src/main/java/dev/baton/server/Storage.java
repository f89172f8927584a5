package dev.baton.server;

import dev.baton.postgres.Database;
import dev.baton.postgres.Migrations;
import dev.baton.postgres.PgAccountStore;
import dev.baton.postgres.PgChatBus;
import dev.baton.postgres.PgChatStore;
import dev.baton.postgres.PgLeaseStore;
import dev.baton.postgres.PgModelStore;
import dev.baton.postgres.PgStreamStore;
import dev.baton.postgres.PgTurnStore;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/// What a replica keeps, all of it in one PostgreSQL, and the bus that tells of changes.
final class Storage {

  private final Vertx vertx;
  private final CoreSettings settings;

  final Database database;
  final PgChatBus bus;
  final PgChatStore chats;
  final PgTurnStore turns;
  final PgStreamStore streams;
  final PgAccountStore accounts;
  final PgModelStore models;
  final PgLeaseStore leases;

  Storage(Vertx vertx, CoreSettings settings, Scheduler scheduler) {
    this.vertx = vertx;
    this.settings = settings;
    database = Database.open(vertx, settings.database());
    bus = new PgChatBus(vertx, database, scheduler);
    chats = new PgChatStore(database, bus);
    turns = new PgTurnStore(database, bus, settings.config().admission());
    streams = new PgStreamStore(database);
    accounts = new PgAccountStore(database);
    models = new PgModelStore(database, settings.secrets());
    leases = new PgLeaseStore(database);
  }

  /// Brings the schema up to date, and what must be there before anybody is let in.
  Future<Void> start() {
    var config = settings.config();
    return vertx
        .executeBlocking(this::migrate)
        .compose(_ -> bus.start())
        .compose(_ -> new Bootstrap(accounts, models).run(config.auth(), config.providers()));
  }

  Future<Void> stop() {
    return bus.stop().eventually(database::close);
  }

  private Boolean migrate() {
    Migrations.migrate(settings.database());
    return true;
  }
}
