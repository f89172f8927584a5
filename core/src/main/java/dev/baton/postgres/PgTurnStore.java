package dev.baton.postgres;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatMachine;
import dev.baton.chat.Decision;
import dev.baton.chat.RunnerId;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.store.Acquired;
import dev.baton.store.AdmissionConfig;
import dev.baton.store.Begun;
import dev.baton.store.Commit;
import dev.baton.store.Taken;
import dev.baton.store.TurnState;
import dev.baton.store.TurnStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/// A worker's side of the store, on PostgreSQL. Any thread; futures complete on the caller's
/// context. When a commit fails (not: is missed), whether it was made is unknown.
public final class PgTurnStore implements TurnStore {

  /// The count and the version are of one snapshot, and so belong together.
  private static final String STATE =
      "SELECT "
          + TurnRows.TURN
          + """
          , (SELECT count(*) FROM chat_queued_messages q WHERE q.chat_id = c.id) AS queued
          FROM chats c WHERE c.id = $1
          """;

  private static final String MARK_STARTED =
      """
      WITH c AS (
        SELECT * FROM chats
        WHERE id = $1 AND runner_id = $2 AND status = $3 AND history_version = $4
          AND generation_attempt = $5
        FOR NO KEY UPDATE),
      started AS (
        UPDATE tool_calls t SET started_at = COALESCE(t.started_at, clock_timestamp()) FROM c
        WHERE t.chat_id = c.id AND t.settled_at IS NULL AND t.tool_call_id = ANY ($6))
      SELECT
      """
          + TurnRows.TURN
          + " FROM c";

  private static final String RELEASE =
      """
      UPDATE chats c
      SET snapshot_version = snapshot_version + 1, worker_id = NULL, runner_id = NULL
      WHERE c.id = $1 AND c.runner_id = $2
      RETURNING
      """
          + ChatRows.HINT;

  private static final String OWNED =
      "SELECT " + ChatRows.HINT + " FROM chats c WHERE c.worker_id = $1";

  private final Pool pool;
  private final ChatBus bus;
  private final AdmissionConfig caps;
  private final Acquisition acquisition;
  private final Admission admission;

  public PgTurnStore(Database database, ChatBus bus, AdmissionConfig caps) {
    this.pool = database.pool();
    this.bus = bus;
    this.caps = caps;
    this.acquisition = new Acquisition(pool, bus);
    this.admission = new Admission(pool, bus, caps);
  }

  @Override
  public Future<Taken> acquire(WorkerId worker, int atMost) {
    if (atMost <= 0) {
      return Future.succeededFuture(Taken.NOTHING);
    }
    return caps.isCapped()
        ? admission.acquire(worker, atMost)
        : acquisition
            .acquire(worker, atMost)
            .map(chats -> new Taken(chats, chats.size() == atMost));
  }

  @Override
  public Future<Void> noteWaiting() {
    return admission.noteWaiting();
  }

  @Override
  public Future<List<Acquired>> takeOver(WorkerId worker, int atMost) {
    return acquisition.takeOver(worker, atMost);
  }

  @Override
  public Future<Optional<TurnState>> state(ChatId chat) {
    return pool.preparedQuery(STATE)
        .execute(Tuple.of(chat.value()))
        .map(rows -> first(rows).map(row -> TurnRows.state(row, row.getInteger("queued"))));
  }

  @Override
  public Future<Optional<Begun>> begin(TurnState from) {
    return move(from, new ChatCommand.BeginAttempt(), TurnStatement::reading)
        .map(moved -> moved.map(it -> new Begun(it.after(from), HistoryColumns.history(it.row()))));
  }

  @Override
  public Future<Commit> commit(TurnState from, ChatCommand.Work command) {
    return move(from, command, TurnStatement::of)
        .map(moved ->
            moved
                .<Commit>map(it -> new Commit.Committed(it.after(from)))
                .orElseGet(Commit.Missed::new));
  }

  /// Makes the move and tells of it; empty if the fence no longer matched.
  private Future<Optional<Moved>> move(TurnState from, ChatCommand.Work command, Writing writing) {
    if (from.runnerId().isEmpty()
        || !(ChatMachine.decide(from.state(), command) instanceof Decision.Move move)) {
      return Future.failedFuture(
          new IllegalArgumentException(
              "no %s in %s of chat %s"
                  .formatted(
                      command.getClass().getSimpleName(), from.state().label(), from.chatId())));
    }
    var write = TurnWrite.of(move);
    var statement = writing.statement(from, from.runnerId().get(), write);
    return pool.preparedQuery(statement.sql())
        .execute(statement.parameters())
        .map(rows -> {
          rows.forEach(row -> bus.publish(ChatRows.hint(row, Hint.Kind.CHANGED)));
          return first(rows).map(row -> new Moved(write, row));
        });
  }

  private interface Writing {
    TurnStatement statement(TurnState from, RunnerId runner, TurnWrite write);
  }

  private record Moved(TurnWrite write, Row row) {
    TurnState after(TurnState from) {
      return write.promotesHead()
          ? TurnRows.state(row, from.queued() - 1)
          : TurnRows.state(row, from.queued(), from.versions().queue());
    }
  }

  @Override
  public Future<Commit> markStarted(TurnState from, List<String> toolCallIds) {
    var parameters =
        Tuple.tuple()
            .addUUID(from.chatId().value())
            .addUUID(from.runnerId().map(RunnerId::value).orElse(null))
            .addString(from.status().wireName())
            .addLong(from.versions().history())
            .addLong(from.versions().attempt())
            .addArrayOfString(toolCallIds.toArray(String[]::new));
    return pool.preparedQuery(MARK_STARTED)
        .execute(parameters)
        .map(rows ->
            first(rows)
                .map(row -> TurnRows.state(row, from.queued(), from.versions().queue()))
                .<Commit>map(Commit.Committed::new)
                .orElseGet(Commit.Missed::new));
  }

  @Override
  public Future<Boolean> release(ChatId chat, RunnerId runner) {
    return pool.preparedQuery(RELEASE)
        .execute(Tuple.of(chat.value(), runner.value()))
        .map(rows -> {
          rows.forEach(row -> bus.publish(ChatRows.hint(row, Hint.Kind.CHANGED)));
          return rows.rowCount() > 0;
        });
  }

  @Override
  public Future<List<Hint>> owned(WorkerId worker) {
    return pool.preparedQuery(OWNED)
        .execute(Tuple.of(worker.value()))
        .map(rows -> ChatReads.all(rows, row -> ChatRows.hint(row, Hint.Kind.CHANGED)));
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    var all = rows.iterator();
    return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
  }
}
