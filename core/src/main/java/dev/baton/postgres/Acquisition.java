package dev.baton.postgres;

import dev.baton.chat.RunnerId;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.store.Acquired;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Takes chats for a worker, longest wait first: those that nobody owns, or those of dead workers.
/// A chat at rest is never taken. Two workers that want the same chat pass each other by: what one
/// has locked, the other skips.
///
/// A worker is dead when its lease is expired by the database's clock, or gone. The worker that
/// acquires must itself be alive within the same statement.
final class Acquisition {

  /// The worker that asks is alive.
  static final String ALIVE =
      """
      EXISTS (SELECT FROM replicas r WHERE r.id = $1 AND r.renewed_at + r.ttl > clock_timestamp())
      """;

  private static final String PICK_UNOWNED =
      """
      WITH picked AS (
        SELECT c.id, NULL::uuid AS taken_from FROM chats c
        WHERE c.runner_id IS NULL
          AND NOT c.archived AND c.status IN ('running', 'interrupting', 'requires_action')
          AND
      """
          + ALIVE
          + """
            ORDER BY c.runnable_since LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
          """;

  private static final String PICK_OF_THE_DEAD =
      """
      WITH picked AS (
        SELECT c.id, c.worker_id AS taken_from FROM chats c
        WHERE c.worker_id = ANY ($3)
          AND NOT c.archived AND c.status IN ('running', 'interrupting', 'requires_action')
          AND NOT EXISTS (
            SELECT FROM replicas r
            WHERE r.id = c.worker_id AND r.renewed_at + r.ttl > clock_timestamp())
          AND
      """
          + ALIVE
          + """
            ORDER BY c.runnable_since LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
          """;

  /// The queue's length comes with the version that it had in the same snapshot, which may be older
  /// than the row that was locked. Rows are named by an array and by subqueries, since a planner
  /// that does not know how few they are would join them with the whole table.
  static final String TAKE =
      """
      , c AS (
        UPDATE chats c SET
          snapshot_version = snapshot_version + 1, worker_id = $1, runner_id = gen_random_uuid(),
          owner_deaths = owner_deaths + CASE WHEN c.worker_id IS NULL THEN 0 ELSE 1 END
        WHERE c.id = ANY (ARRAY(SELECT id FROM picked))
        RETURNING c.*, (SELECT p.taken_from FROM picked p WHERE p.id = c.id) AS taken_from)
      SELECT c.taken_from,
        (SELECT s.queue_version FROM chats s WHERE s.id = c.id) AS known_queue_version,
        (SELECT count(*) FROM chat_queued_messages q WHERE q.chat_id = c.id) AS queued,
      """
          + TurnRows.TURN
          + " FROM c ORDER BY c.runnable_since";

  private static final String TAKE_UNOWNED = PICK_UNOWNED + TAKE;

  private static final String TAKE_OVER = PICK_OF_THE_DEAD + TAKE;

  /// Goes from owner to owner through the index, however many chats each has.
  private static final String DEAD_OWNERS =
      """
      WITH RECURSIVE owners AS (
        (SELECT worker_id FROM chats WHERE worker_id IS NOT NULL ORDER BY worker_id LIMIT 1)
        UNION ALL
        SELECT (
          SELECT c.worker_id FROM chats c WHERE c.worker_id > o.worker_id
          ORDER BY c.worker_id LIMIT 1)
        FROM owners o WHERE o.worker_id IS NOT NULL)
      SELECT o.worker_id FROM owners o
      WHERE o.worker_id <> $1 AND NOT EXISTS (
        SELECT FROM replicas r
        WHERE r.id = o.worker_id AND r.renewed_at + r.ttl > clock_timestamp())
      """;

  private final Pool pool;
  private final ChatBus bus;

  Acquisition(Pool pool, ChatBus bus) {
    this.pool = pool;
    this.bus = bus;
  }

  Future<List<Acquired>> acquire(WorkerId worker, int atMost) {
    return take(TAKE_UNOWNED, Tuple.of(worker.value(), atMost));
  }

  Future<List<Acquired>> takeOver(WorkerId worker, int atMost) {
    return atMost <= 0
        ? Future.succeededFuture(List.of())
        : deadOwners(worker)
            .compose(dead ->
                dead.length == 0
                    ? Future.succeededFuture(List.of())
                    : take(TAKE_OVER, Tuple.of(worker.value(), atMost, dead)));
  }

  private Future<UUID[]> deadOwners(WorkerId worker) {
    return pool.preparedQuery(DEAD_OWNERS)
        .execute(Tuple.of(worker.value()))
        .map(rows -> ChatReads.all(rows, row -> row.getUUID("worker_id")).toArray(UUID[]::new));
  }

  private Future<List<Acquired>> take(String sql, Tuple parameters) {
    return pool.preparedQuery(sql).execute(parameters).map(rows -> announced(rows, bus));
  }

  static List<Acquired> announced(RowSet<Row> rows, ChatBus bus) {
    rows.forEach(row -> bus.publish(ChatRows.hint(row, Hint.Kind.CHANGED)));
    return ChatReads.all(rows, Acquisition::acquired);
  }

  private static Acquired acquired(Row row) {
    return new Acquired(
        TurnRows.state(row, row.getInteger("queued"), row.getLong("known_queue_version")),
        new RunnerId(row.getUUID("runner_id")),
        Optional.ofNullable(row.getUUID("taken_from")).map(WorkerId::new));
  }
}
