package dev.baton.postgres;

import static dev.baton.postgres.HintPayloadTest.hint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.ChatStatus;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.store.StoreException;
import dev.baton.time.VertxScheduler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PgChatBusTest {

  private static final Vertx vertx = Vertx.vertx();
  private static final TestDatabase testDatabase = TestDatabase.migrated();
  private static final String RESYNC = "resync";

  private static CuttableProxy proxy;

  private final List<PgChatBus> buses = new ArrayList<>();
  private final List<Database> databases = new ArrayList<>();
  private final Database database = opened(testDatabase.config());

  @BeforeAll
  static void stand_between() {
    proxy = CuttableProxy.before(vertx, testDatabase.config());
  }

  @AfterEach
  void stop_all() {
    buses.forEach(bus -> bus.stop().await());
    databases.forEach(each -> each.close().await());
    proxy.mend();
  }

  @AfterAll
  static void stop() {
    proxy.close();
    vertx.close().await();
  }

  @Test
  void hint_reaches_the_listeners_of_all_replicas_and_does_not_echo() throws Exception {
    var here = started();
    var there = started();
    var heardHere = new Recorder(here);
    var heardThere = new Recorder(there);
    var first = hint(Hint.Kind.CREATED, ChatStatus.RUNNING, 1);
    var second = hint(Hint.Kind.TITLED, ChatStatus.WAITING, 2);

    here.publish(first);
    assertThat(heardThere.next()).isEqualTo(first);
    there.publish(second);
    assertThat(heardHere.next()).isEqualTo(first);
    assertThat(heardHere.next()).as("an echo would come before").isEqualTo(second);
  }

  @Test
  void own_listeners_need_no_database() throws Exception {
    var bus = new PgChatBus(vertx, opened(unreachable()), new VertxScheduler(vertx));
    buses.add(bus);
    var heard = new Recorder(bus);
    var hint = hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, 1);
    bus.publish(hint);
    assertThat(heard.next()).isEqualTo(hint);
  }

  @Test
  void start_fails_when_the_database_cannot_be_reached() {
    var bus = new PgChatBus(vertx, opened(unreachable()), new VertxScheduler(vertx));
    buses.add(bus);
    assertThatThrownBy(() -> bus.start().await()).isInstanceOf(StoreException.Unavailable.class);
    assertThat(bus.isListening()).isFalse();
  }

  @Test
  void started_bus_has_proved_that_it_hears() {
    var bus = started();
    assertThat(bus.isListening()).isTrue();
    assertThat(bus.start().succeeded()).isTrue();
  }

  @Test
  void a_thousand_hints_arrive_once_and_in_order() throws Exception {
    var here = started();
    var heard = new Recorder(started());
    var sent = new ArrayList<Hint>();
    for (int i = 0; i < 1_000; i++) {
      var hint = hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, i);
      sent.add(hint);
      here.publish(hint);
    }
    for (var hint : sent) {
      assertThat(heard.next()).isEqualTo(hint);
    }
    assertThat(here.droppedHints()).isZero();
  }

  @Test
  void hints_are_sent_outside_of_any_transaction() throws Exception {
    var here = started();
    var heard = new Recorder(started());
    here.publish(hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, 1));
    heard.next();
    var sessions =
        database
            .pool()
            .preparedQuery(
                """
                SELECT state, query FROM pg_stat_activity
                WHERE application_name = 'baton notify' AND datname = current_database()
                """)
            .execute()
            .await();
    assertThat(sessions)
        .isNotEmpty()
        .allSatisfy(session -> {
          assertThat(session.getString("query")).startsWith("SELECT pg_notify");
          assertThat(session.getString("state")).doesNotContain("in transaction");
        });
  }

  @Test
  void killed_session_is_replaced_and_everything_is_compared_again() throws Exception {
    var here = started();
    var there = started();
    var heard = new Recorder(there);
    terminate("baton listen");
    assertThat(heard.next()).isEqualTo(RESYNC);
    var hint = hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, 1);
    here.publish(hint);
    assertThat(heard.next()).isEqualTo(hint);
  }

  @Test
  void killed_sender_is_replaced() throws Exception {
    var here = started();
    var heard = new Recorder(started());
    terminate("baton notify");
    // The first may be lost with its connection; that is what hints are.
    var hint = hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, 1);
    do {
      here.publish(hint);
    } while (heard.poll(200) == null);
  }

  @Test
  void hints_of_a_cut_are_lost_and_a_resync_stands_in_for_them() throws Exception {
    var here = started();
    var witness = new Recorder(started());
    var far = startedOn(opened(proxy.config()));
    var heard = new Recorder(far);
    var lost = hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, 1);
    var later = hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, 2);

    proxy.cut();
    here.publish(lost);
    assertThat(witness.next()).isEqualTo(lost);
    proxy.mend();
    assertThat(heard.next()).isEqualTo(RESYNC);
    here.publish(later);
    assertThat(heard.next()).isEqualTo(later);
    awaitListening(far);
  }

  @Test
  void listener_that_fails_does_not_hurt_the_others() throws Exception {
    var here = started();
    var there = started();
    for (var bus : List.of(here, there)) {
      bus.subscribe(
          new ChatBus.Listener() {
            @Override
            public void onHint(Hint hint) {
              throw new IllegalStateException("a listener's own trouble");
            }

            @Override
            public void onResync() {
              throw new IllegalStateException("a listener's own trouble");
            }
          });
    }
    var heardHere = new Recorder(here);
    var heardThere = new Recorder(there);
    for (int i = 0; i < 2; i++) {
      var hint = hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, i);
      here.publish(hint);
      assertThat(heardHere.next()).isEqualTo(hint);
      assertThat(heardThere.next()).isEqualTo(hint);
    }
    terminate("baton listen");
    assertThat(heardThere.next()).isEqualTo(RESYNC);
  }

  @Test
  void what_cannot_be_read_is_skipped() throws Exception {
    var here = started();
    var heard = new Recorder(started());
    database
        .pool()
        .preparedQuery("SELECT pg_notify($1, 'no hint at all')")
        .execute(Tuple.of(PgChatBus.CHANNEL))
        .await();
    var hint = hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, 1);
    here.publish(hint);
    assertThat(heard.next()).isEqualTo(hint);
  }

  @Test
  void all_listeners_are_called_on_one_event_loop() throws Exception {
    var here = started();
    var there = started();
    var heard = new Recorder(there);
    terminate("baton listen");
    heard.next();
    here.publish(hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, 1));
    heard.next();
    there.publish(hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, 1));
    heard.next();
    assertThat(heard.threads)
        .singleElement()
        .satisfies(thread -> assertThat(thread.getName()).contains("eventloop"));
  }

  @Test
  void cancelled_subscription_hears_nothing_more() throws Exception {
    var bus = started();
    var first = new Recorder(bus);
    var second = new Recorder(bus);
    first.subscription.cancel();
    first.subscription.cancel();
    bus.publish(hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, 1));
    second.next();
    assertThat(first.poll(0)).isNull();
  }

  @Test
  void stopped_bus_leaves_no_session_and_may_be_stopped_again() throws Exception {
    var bus = started();
    bus.stop().await();
    bus.stop().await();
    assertThat(bus.isListening()).isFalse();
    awaitNoSession("baton listen");
    awaitNoSession("baton notify");
  }

  @Test
  void listener_that_hears_no_probe_says_so_and_start_goes_on() {
    var context = ((VertxInternal) vertx).createEventLoopContext();
    var deaf =
        new HintListener(
            database.dedicated("listen"),
            "elsewhere",
            new VertxScheduler(vertx),
            context,
            new HintListener.Ear() {
              @Override
              public void onPayload(String payload) {}

              @Override
              public void onListening() {}

              @Override
              public void sendProbe(long number) {}
            });
    io.vertx.core.Future.future((io.vertx.core.Promise<Void> done) ->
            context.runOnContext(_ -> deaf.start().onComplete(done)))
        .await();
    assertThat(deaf.isHearing()).isFalse();
    deaf.stop().await();
  }

  private PgChatBus started() {
    return startedOn(database);
  }

  private PgChatBus startedOn(Database on) {
    var bus = new PgChatBus(vertx, on, new VertxScheduler(vertx));
    buses.add(bus);
    bus.start().await();
    return bus;
  }

  private Database opened(DatabaseConfig config) {
    var opened = Database.open(vertx, config);
    databases.add(opened);
    return opened;
  }

  private static DatabaseConfig unreachable() {
    return DatabaseConfig.of("postgresql://nobody@localhost:1/nowhere");
  }

  private void terminate(String application) {
    database
        .pool()
        .preparedQuery(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = $1 AND datname = current_database()
            """)
        .execute(Tuple.of(application))
        .await();
  }

  private void awaitNoSession(String application) throws InterruptedException {
    await(() -> sessions(application) == 0, "no session of " + application);
  }

  private static void awaitListening(PgChatBus bus) throws InterruptedException {
    await(bus::isListening, "the bus listens");
  }

  private long sessions(String application) {
    Row row =
        database
            .pool()
            .preparedQuery(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE application_name = $1 AND datname = current_database()
                """)
            .execute(Tuple.of(application))
            .await()
            .iterator()
            .next();
    return row.getLong(0);
  }

  private static void await(BooleanSupplier condition, String what) throws InterruptedException {
    var never = new CountDownLatch(1);
    for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
      assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }

  /// Keeps what it hears in order, from its subscription on.
  private static final class Recorder implements ChatBus.Listener {
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ChatBus.Subscription subscription;

    Recorder(PgChatBus bus) {
      this.subscription = bus.subscribe(this);
    }

    @Override
    public void onHint(Hint hint) {
      threads.add(Thread.currentThread());
      heard.add(hint);
    }

    @Override
    public void onResync() {
      threads.add(Thread.currentThread());
      heard.add(RESYNC);
    }

    Object next() throws InterruptedException {
      Object next = poll(10_000);
      assertThat(next).as("heard within ten seconds").isNotNull();
      return next;
    }

    Object poll(long millis) throws InterruptedException {
      return heard.poll(millis, TimeUnit.MILLISECONDS);
    }
  }
}
