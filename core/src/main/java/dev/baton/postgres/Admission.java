package dev.baton.postgres;

import dev.baton.chat.WorkerId;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.store.AdmissionConfig;
import dev.baton.store.Taken;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/// Acquires within the deployment's caps.
///
/// A chat holds a slot while it is owned and runs, or is being stopped; a dead owner's chat keeps
/// its slot for whoever takes it over. So nothing but an acquire ever fills a slot, and acquires
/// take turns: one lock for all replicas, held from before the count until the commit.
///
/// The line is ordered by how many chats its user would then have running, and then by the wait:
/// whoever has less comes first, and a user with a thousand chats in line stands behind another's
/// first. With more than [#USERS] users in line, an acquire looks at so many of them, from a random
/// one on; so its cost has a bound, and nobody is passed over for ever.
final class Admission {

  private static final int USERS = 1_000;

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('baton admission', 0))";

  private static final String WITHOUT_SLOT =
      """
      c.runner_id IS NULL AND NOT c.archived
        AND (c.status IN ('interrupting', 'requires_action')
          OR c.status = 'running' AND c.parent_chat_id IS NOT NULL)
      """;

  private static final String IN_LINE =
      """
      c.runner_id IS NULL AND NOT c.archived AND c.status = 'running' AND c.parent_chat_id IS NULL
      """;

  /// $3 and $4 are the caps of the deployment and of a user.
  private static final String COUNTED =
      """
      running AS MATERIALIZED (
        SELECT c.owner_id, count(*) AS chats FROM chats c
        WHERE c.runner_id IS NOT NULL AND c.parent_chat_id IS NULL
          AND c.status IN ('running', 'interrupting')
        GROUP BY c.owner_id),
      free AS MATERIALIZED (
        SELECT GREATEST(0, LEAST(
          $2 - (SELECT count(*) FROM unslotted),
          $3::bigint - COALESCE(sum(chats), 0)))::bigint AS slots
        FROM running)
      """;

  private static final String UNSLOTTED =
      "unslotted AS MATERIALIZED (SELECT c.id FROM chats c WHERE "
          + WITHOUT_SLOT
          + " AND "
          + Acquisition.ALIVE
          + " ORDER BY c.runnable_since LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)";

  private static final String NEXT_USER = "SELECT c.owner_id FROM chats c WHERE " + IN_LINE;

  /// Goes from user to user through the index, around until the first comes again.
  private static final String USERS_IN_LINE =
      "line (owner_id, first, n) AS (SELECT u.id, u.id, 1 FROM (SELECT COALESCE(("
          + NEXT_USER
          + " AND c.owner_id >= $6 ORDER BY c.owner_id LIMIT 1), ("
          + NEXT_USER
          + " ORDER BY c.owner_id LIMIT 1)) AS id) u WHERE u.id IS NOT NULL"
          + " UNION ALL SELECT u.id, l.first, l.n + 1 FROM line l CROSS JOIN LATERAL"
          + " (SELECT COALESCE(("
          + NEXT_USER
          + " AND c.owner_id > l.owner_id ORDER BY c.owner_id LIMIT 1), ("
          + NEXT_USER
          + " ORDER BY c.owner_id LIMIT 1)) AS id) u"
          + " WHERE l.n < $5 AND u.id <> l.first)";

  /// The user is named as a range, and the order begins with the user: that leaves only the index
  /// that leads through one user's line.
  private static final String FIRST_IN_LINE =
      """
      first AS MATERIALIZED (
        SELECT w.id, COALESCE(r.chats, 0) + w.nth AS turn, w.runnable_since
        FROM free CROSS JOIN line l LEFT JOIN running r ON r.owner_id = l.owner_id
        CROSS JOIN LATERAL (
          SELECT c.id, c.runnable_since,
            row_number() OVER (ORDER BY c.owner_id, c.runnable_since) AS nth
          FROM chats c WHERE c.owner_id >= l.owner_id AND c.owner_id <= l.owner_id AND
      """
          + IN_LINE
          + """
              ORDER BY c.owner_id, c.runnable_since
              LIMIT GREATEST(0, LEAST(free.slots, $4::bigint - COALESCE(r.chats, 0)))) w
            ORDER BY turn, runnable_since LIMIT (SELECT slots FROM free))
          """;

  private static final String ADMITTED =
      "admitted AS MATERIALIZED (SELECT c.id FROM chats c"
          + " WHERE c.id = ANY (ARRAY(SELECT id FROM first)) AND "
          + IN_LINE
          + " AND "
          + Acquisition.ALIVE
          + " FOR NO KEY UPDATE SKIP LOCKED)";

  private static final String PICK =
      "WITH RECURSIVE "
          + String.join(", ", UNSLOTTED, COUNTED, USERS_IN_LINE, FIRST_IN_LINE, ADMITTED)
          + """
          , picked AS (
            SELECT id, NULL::uuid AS taken_from FROM unslotted
            UNION ALL SELECT id, NULL FROM admitted)
          """;

  static final String TAKE = PICK + Acquisition.TAKE;

  private static final String FIRST_LEFT = "SELECT FROM chats c WHERE " + IN_LINE + " LIMIT 1";

  /// A bounded number at a time; the rest is for the next time.
  private static final String NOTE_WAITING =
      """
      WITH unnoted AS (
        SELECT c.id FROM chats c
        WHERE c.runner_id IS NULL AND NOT c.archived AND c.status = 'running'
          AND NOT c.queued_for_capacity
          AND c.updated_at < clock_timestamp() - interval '1 second'
        ORDER BY c.updated_at LIMIT 200 FOR NO KEY UPDATE SKIP LOCKED)
      UPDATE chats c SET snapshot_version = snapshot_version + 1, queued_for_capacity = true
      FROM unnoted WHERE c.id = unnoted.id
      RETURNING
      """
          + ChatRows.HINT;

  private final Pool pool;
  private final ChatBus bus;
  private final AdmissionConfig caps;

  private record Answer(RowSet<Row> taken, boolean othersWait) {}

  Admission(Pool pool, ChatBus bus, AdmissionConfig caps) {
    this.pool = pool;
    this.bus = bus;
    this.caps = caps;
  }

  Future<Taken> acquire(WorkerId worker, int atMost) {
    var parameters =
        Tuple.of(
            worker.value(),
            atMost,
            cap(caps.maxRunning()),
            cap(caps.maxRunningPerUser()),
            USERS,
            UUID.randomUUID());
    return Transactions.write(pool, tx -> take(tx, parameters))
        .map(answer -> new Taken(Acquisition.announced(answer.taken(), bus), answer.othersWait()));
  }

  /// What follows the lock sees all that was done under it before.
  private static Future<Answer> take(SqlConnection tx, Tuple parameters) {
    var locked = tx.query(LOCK).execute();
    var taken = tx.preparedQuery(TAKE).execute(parameters);
    var left = tx.query(FIRST_LEFT).execute();
    return Future.all(locked, taken, left)
        .map(_ -> new Answer(taken.result(), left.result().rowCount() > 0));
  }

  private static long cap(int configured) {
    return configured == 0 ? Integer.MAX_VALUE : configured;
  }

  Future<Void> noteWaiting() {
    return pool.preparedQuery(NOTE_WAITING)
        .execute()
        .map(rows -> {
          rows.forEach(row -> bus.publish(ChatRows.hint(row, Hint.Kind.CHANGED)));
          return null;
        });
  }
}
