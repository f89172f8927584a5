package dev.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.AgentConfig;
import dev.baton.agent.AgentLoop;
import dev.baton.agent.ModelSource;
import dev.baton.agent.RetryPolicy;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Part;
import dev.baton.chat.UserId;
import dev.baton.chat.WorkerId;
import dev.baton.lease.Lease;
import dev.baton.model.ModelConfig;
import dev.baton.parts.LocalParts;
import dev.baton.parts.PartsConfig;
import dev.baton.postgres.Database;
import dev.baton.postgres.PgChatStore;
import dev.baton.postgres.PgTurnStore;
import dev.baton.postgres.TestDatabase;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.store.Actor;
import dev.baton.store.AdmissionConfig;
import dev.baton.store.NewChat;
import dev.baton.time.VertxScheduler;
import dev.baton.tool.Toolbox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How often a worker asks the database, as PostgreSQL itself counts it.
@Timeout(60)
class WorkerStatementsTest {

  private static final WorkerId ME = WorkerId.random();

  private final Vertx vertx = Vertx.vertx();
  private final VertxScheduler scheduler = new VertxScheduler(vertx);
  private final Database database = TestDatabase.migrated().open(vertx);
  private final LocalBus bus = new LocalBus();
  private final PgTurnStore turns = new PgTurnStore(database, bus, AdmissionConfig.DEFAULTS);
  private final PgChatStore chats = new PgChatStore(database, bus);
  private final FakeModel model = new FakeModel();
  private final UUID modelId = UUID.randomUUID();
  private final Actor ann = new Actor(UserId.random(), Actor.Role.MEMBER);

  @BeforeEach
  void populate() throws Exception {
    sql("CREATE EXTENSION pg_stat_statements");
    sql(
        "INSERT INTO users (id, email, name, role) VALUES ($1, 'ann@example.org', 'Ann', 'member')",
        ann.id().value());
    sql(
        "INSERT INTO model_providers (id, provider, display_name) VALUES ($1, 'scripted', 'p')",
        modelId);
    sql(
        "INSERT INTO model_configs (id, model_provider_id, model, display_name, is_default,"
            + " context_limit) VALUES ($1, $1, 'm', 'm', true, 1000)",
        modelId);
    sql(
        "INSERT INTO replicas (id, pid, hostname, http_address, relay_address, version, capacity,"
            + " ttl) VALUES ($1, 1, 'h', 'a', 'r', 'v', 10, interval '1 hour')",
        ME.value());
  }

  @AfterEach
  void close() throws Exception {
    await(database.close());
    await(vertx.close());
  }

  @Test
  void a_text_step_costs_three_statements_the_acquire_included() throws Exception {
    worker(Duration.ofHours(1)).start();
    awaitCalls("dead owners", "%WITH RECURSIVE owners%", 1);
    var chat = create();
    forget();

    bus.published.stream().filter(Hint::isUpForAcquisition).forEach(bus.listener()::onHint);
    model.awaitCall().text("Hi").finish();
    awaitEnd(chat);

    assertThat(calls("%")).isEqualTo(3);
  }

  @Test
  void an_idle_worker_asks_no_more_for_forty_chats_than_for_none() throws Exception {
    int running = 40;
    for (int i = 0; i < running; i++) {
      create();
    }
    var worker = worker(Duration.ofMillis(20));
    worker.start();
    var calls = new ArrayList<FakeModel.Call>();
    while (calls.size() < running) {
      calls.add(model.awaitCall());
    }
    forget();

    awaitCalls("comparisons", "%WHERE c.worker_id = $1", 5);

    long all = calls("%");
    assertThat(all).isLessThanOrEqualTo(3 * (calls("%WHERE c.worker_id = $1") + 1));
    calls.forEach(FakeModel.Call::finish);
    await(worker.drain());
  }

  private ChatId create() throws Exception {
    return await(
            chats.create(
                ann,
                new NewChat(
                    List.of(new Part.Text("hello")),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    "[]")))
        .id();
  }

  private Worker worker(Duration pollEvery) {
    var parts = new LocalParts(PartsConfig.DEFAULTS, scheduler, () -> true);
    ModelSource models =
        ModelSource.withoutFiles(_ ->
            Future.succeededFuture(
                Optional.of(
                    new ModelSource.ChatModel(model, modelConfig(), new Toolbox(List.of())))));
    return new Worker(
        vertx,
        new WorkerConfig(100, pollEvery, Duration.ofSeconds(1)),
        turns,
        bus,
        new EternalLease(),
        scheduler,
        () ->
            new AgentLoop(
                AgentConfig.DEFAULTS,
                RetryPolicy.DEFAULTS,
                models,
                episode -> parts.open(episode, ME),
                scheduler));
  }

  private ModelConfig modelConfig() {
    return new ModelConfig(
        modelId, modelId, "m", "m", true, true, 1_000, 70, "{}", Instant.EPOCH, Instant.EPOCH);
  }

  private void awaitEnd(ChatId chat) throws InterruptedException {
    Hint last;
    do {
      last = bus.news.poll(20, TimeUnit.SECONDS);
      assertThat(last).as("the end of the turn").isNotNull();
    } while (!last.chatId().equals(chat) || last.status() != ChatStatus.WAITING);
  }

  /// The count is made by the server, and tells nobody when it has moved.
  private void awaitCalls(String what, String pattern, long atLeast) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (calls(pattern) < atLeast) {
      assertThat(System.nanoTime() - deadline).as("no " + what).isNegative();
    }
  }

  private void forget() throws Exception {
    sql(
        "SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database"
            + " WHERE datname = current_database()");
  }

  /// Statements of this database, without those of the test.
  private long calls(String pattern) throws Exception {
    return await(
            database
                .pool()
                .preparedQuery(
                    """
                    SELECT COALESCE(sum(calls), 0)::bigint FROM pg_stat_statements s
                    JOIN pg_database d ON d.oid = s.dbid AND d.datname = current_database()
                    WHERE query LIKE $1 AND query NOT LIKE '%pg_stat_statements%'
                    """)
                .execute(Tuple.of(pattern)))
        .iterator()
        .next()
        .getLong(0);
  }

  private void sql(String sql, Object... parameters) throws Exception {
    await(database.pool().preparedQuery(sql).execute(Tuple.wrap(parameters)));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(20, TimeUnit.SECONDS);
  }

  private record EternalLease() implements Lease {
    @Override
    public WorkerId worker() {
      return ME;
    }

    @Override
    public boolean isTrusted() {
      return true;
    }

    @Override
    public boolean mayTakeOver() {
      return true;
    }
  }

  /// Keeps what is published for the test, which tells the worker of it or does not.
  private static final class LocalBus implements ChatBus {
    final List<Hint> published = new CopyOnWriteArrayList<>();
    final BlockingQueue<Hint> news = new LinkedBlockingQueue<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    Listener listener() {
      return listeners.getFirst();
    }

    @Override
    public void publish(Hint hint) {
      published.add(hint);
      news.add(hint);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }
  }
}
