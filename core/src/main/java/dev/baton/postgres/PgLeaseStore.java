package dev.baton.postgres;

import dev.baton.chat.WorkerId;
import dev.baton.store.Actor;
import dev.baton.store.LeaseStore;
import dev.baton.store.Replica;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;

/// Leases as rows of `replicas`. What the replica says of its own lease has a connection to itself,
/// so that it never queues behind chats.
public final class PgLeaseStore implements LeaseStore {

  /// A renewal comes several times a second; a connection that is silent for so long is dead, and
  /// there still is time to renew on another one.
  private static final Duration SILENCE = Duration.ofSeconds(3);

  /// Every row was once registered here, so this is where the long dead are swept out.
  private static final String REGISTER =
      """
      WITH swept AS (
        DELETE FROM replicas WHERE renewed_at + ttl < clock_timestamp() - interval '1 hour')
      INSERT INTO replicas
        (id, pid, hostname, http_address, relay_address, version, capacity, ttl)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8::bigint * interval '1 millisecond')
      ON CONFLICT (id) DO UPDATE SET renewed_at = clock_timestamp()
      """;

  private static final String RENEW =
      """
      UPDATE replicas SET renewed_at = clock_timestamp(), draining = $2, running_chats = $3,
        watchers = $4, ttl = $5::bigint * interval '1 millisecond'
      WHERE id = $1
      """;

  private static final String DELETE_IF_SILENT =
      """
      DELETE FROM replicas WHERE id = $1
        AND renewed_at < clock_timestamp() - $2::bigint * interval '1 millisecond'
      """;

  private static final String REMOVE = "DELETE FROM replicas WHERE id = $1";

  private static final String REPLICAS =
      """
      SELECT id, pid, hostname, http_address, relay_address, version, started_at,
        renewed_at + ttl AS lease_expires_at, draining, running_chats, watchers
      FROM replicas WHERE renewed_at + ttl > clock_timestamp() - interval '1 minute'
      ORDER BY started_at, id
      """;

  private final Pool own;
  private final Pool shared;

  public PgLeaseStore(Database database) {
    this.own = database.dedicated("lease", SILENCE);
    this.shared = database.pool();
  }

  @Override
  public Future<Void> register(Registration registration) {
    return own.preparedQuery(REGISTER)
        .execute(
            Tuple.of(
                registration.worker().value(),
                registration.pid(),
                registration.hostname(),
                registration.httpAddress(),
                registration.relayAddress(),
                registration.version(),
                registration.capacity(),
                registration.ttl().toMillis()))
        .mapEmpty();
  }

  @Override
  public Future<Renewal> renew(WorkerId worker, Load load, Duration ttl) {
    return own.preparedQuery(RENEW)
        .execute(
            Tuple.of(
                worker.value(),
                load.draining(),
                load.runningChats(),
                load.watchers(),
                ttl.toMillis()))
        .map(rows -> isOne(rows) ? new Renewal.Renewed() : new Renewal.Gone());
  }

  @Override
  public Future<Boolean> deleteIfSilent(WorkerId worker, Duration silence) {
    return shared
        .preparedQuery(DELETE_IF_SILENT)
        .execute(Tuple.of(worker.value(), silence.toMillis()))
        .map(PgLeaseStore::isOne);
  }

  @Override
  public Future<Void> remove(WorkerId worker) {
    return own.preparedQuery(REMOVE).execute(Tuple.of(worker.value())).mapEmpty();
  }

  @Override
  public Future<List<Replica>> replicas(Actor actor) {
    return Permission.ofAdmin(actor, "Only an admin may see the replicas.")
        .compose(_ -> shared.preparedQuery(REPLICAS).mapping(PgLeaseStore::replica).execute())
        .map(rows -> rows.stream().toList());
  }

  private static boolean isOne(SqlResult<?> rows) {
    return rows.rowCount() == 1;
  }

  private static Replica replica(Row row) {
    return new Replica(
        new WorkerId(row.getUUID("id")),
        row.getLong("pid"),
        row.getString("hostname"),
        row.getString("http_address"),
        row.getString("relay_address"),
        row.getString("version"),
        row.getOffsetDateTime("started_at").toInstant(),
        row.getOffsetDateTime("lease_expires_at").toInstant(),
        row.getBoolean("draining"),
        row.getInteger("running_chats"),
        row.getInteger("watchers"));
  }
}
