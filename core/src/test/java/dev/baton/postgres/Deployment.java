package dev.baton.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.RunnerId;
import dev.baton.chat.UserId;
import dev.baton.chat.WorkerId;
import dev.baton.json.Json;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.store.Actor;
import dev.baton.store.AdmissionConfig;
import dev.baton.store.StoreUnderTest;
import dev.baton.store.TurnHistory;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// The stores on a database of their own.
public final class Deployment extends StoreUnderTest {

  private static final String BUMPED = "UPDATE chats SET snapshot_version = snapshot_version + 1";

  final Database database;

  private final Vertx vertx;

  public Deployment() {
    this(AdmissionConfig.DEFAULTS);
  }

  public Deployment(AdmissionConfig caps) {
    var threads = Vertx.vertx();
    var opened = TestDatabase.migrated().open(threads);
    var published = new CopyOnWriteArrayList<Hint>();
    vertx = threads;
    database = opened;
    super(ports(opened, new RecordingBus(published), caps), published);
  }

  private static Ports ports(Database database, ChatBus bus, AdmissionConfig caps) {
    return new Ports(
        new PgChatStore(database, bus),
        new PgTurnStore(database, bus, caps),
        new PgStreamStore(database),
        new PgLeaseStore(database));
  }

  @Override
  public Actor user(Actor.Role role) {
    var id = UUID.randomUUID();
    sql(
        "INSERT INTO users (id, email, name, role) VALUES ($1, $2, $2, $3)",
        id,
        id + "@example.org",
        role.wireName());
    return new Actor(new UserId(id), role);
  }

  @Override
  public UUID model(String name) {
    var provider = UUID.randomUUID();
    sql(
        "INSERT INTO model_providers (id, provider, display_name) VALUES ($1, 'scripted', 'p')",
        provider);
    var id = UUID.randomUUID();
    sql(
        "INSERT INTO model_configs (id, model_provider_id, model, display_name, context_limit)"
            + " VALUES ($1, $2, $3, $3, 1000)",
        id,
        provider,
        name);
    return id;
  }

  @Override
  public void makeDefault(UUID model) {
    sql("UPDATE model_configs SET is_default = id = $1", model);
  }

  @Override
  public void makeNoneDefault() {
    sql("UPDATE model_configs SET is_default = false");
  }

  @Override
  public void withdraw(UUID model) {
    sql("UPDATE model_configs SET enabled = false WHERE id = $1", model);
  }

  @Override
  public void age(WorkerId worker, Duration by) {
    sql(
        "UPDATE replicas SET renewed_at = renewed_at - $2::bigint * interval '1 millisecond'"
            + " WHERE id = $1",
        worker.value(),
        by.toMillis());
  }

  @Override
  public Instant now() {
    return sql("SELECT clock_timestamp() AS now")
        .iterator()
        .next()
        .getOffsetDateTime("now")
        .toInstant();
  }

  @Override
  public int leaseRows() {
    return sql("SELECT FROM replicas").rowCount();
  }

  @Override
  public void own(ChatId chat, WorkerId worker) {
    sql(
        BUMPED + ", worker_id = $2, runner_id = $3 WHERE id = $1",
        chat.value(),
        worker.value(),
        RunnerId.random().value());
  }

  @Override
  public void force(ChatId chat, ChatStatus status) {
    sql("UPDATE chats SET status = $2 WHERE id = $1", chat.value(), status.wireName());
  }

  @Override
  public void forgetBefore(ChatId chat, long messageId) {
    sql("UPDATE chats SET context_from_id = $2 WHERE id = $1", chat.value(), messageId);
  }

  @Override
  public void letWait(ChatId chat, Duration longer) {
    sql(
        "UPDATE chats SET runnable_since = runnable_since - $2::bigint * interval '1 millisecond',"
            + " updated_at = updated_at - $2::bigint * interval '1 millisecond' WHERE id = $1",
        chat.value(),
        longer.toMillis());
  }

  @Override
  public void addHidden(ChatId chat) {
    bump(chat);
    sql(
        "INSERT INTO chat_messages (chat_id, role, content, hidden)"
            + " VALUES ($1, 'system', '[]', true)",
        chat.value());
  }

  @Override
  public void deleteAlone(ChatId chat, long messageId) {
    bump(chat);
    sql("UPDATE chat_messages SET deleted = true WHERE id = $1", messageId);
  }

  private void bump(ChatId chat) {
    sql(BUMPED + " WHERE id = $1", chat.value());
  }

  @Override
  public TurnHistory history(ChatId chat) {
    var rows =
        sql("SELECT " + HistoryColumns.HISTORY + " FROM chats c WHERE c.id = $1", chat.value());
    return HistoryColumns.history(rows.iterator().next());
  }

  @Override
  public RawChat raw(ChatId chat) {
    return new RawChat(
        json("SELECT to_jsonb(c)::text FROM chats c WHERE id = $1", chat).getFirst(),
        json("SELECT to_jsonb(m)::text FROM chat_messages m WHERE chat_id = $1 ORDER BY id", chat),
        json(
            "SELECT (to_jsonb(q) - 'position')::text FROM chat_queued_messages q"
                + " WHERE chat_id = $1 ORDER BY position",
            chat),
        json(
            "SELECT to_jsonb(t)::text FROM tool_calls t"
                + " WHERE chat_id = $1 ORDER BY message_id, call_index",
            chat));
  }

  private List<JsonNode> json(String sql, ChatId chat) {
    return ChatReads.all(sql(sql, chat.value()), row -> Json.parse(row.getString(0)));
  }

  @Override
  public void clear() {
    sql("DELETE FROM chats");
    sql("DELETE FROM replicas");
    hints.clear();
  }

  RowSet<Row> sql(String sql, Object... parameters) {
    return await(database.pool().preparedQuery(sql).execute(Tuple.wrap(parameters)));
  }

  Row row(ChatId chat) {
    return sql("SELECT * FROM chats WHERE id = $1", chat.value()).iterator().next();
  }

  @Override
  public void close() {
    await(database.close());
    await(vertx.close());
  }

  /// Keeps what is published; nobody listens.
  private record RecordingBus(List<Hint> published) implements ChatBus {
    @Override
    public void publish(Hint hint) {
      published.add(hint);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return () -> {};
    }
  }
}
