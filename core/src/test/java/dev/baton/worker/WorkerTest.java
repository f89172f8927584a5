package dev.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.RunnerId;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import dev.baton.lease.Lease;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.store.Acquired;
import dev.baton.store.Begun;
import dev.baton.store.Commit;
import dev.baton.store.Taken;
import dev.baton.store.TurnState;
import dev.baton.store.TurnStore;
import dev.baton.time.VertxScheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the worker asks the store, and what it does with the answers.
@Timeout(30)
class WorkerTest {

  private static final WorkerId ME = WorkerId.random();

  private final Vertx vertx = Vertx.vertx();
  private final FakeStore store = new FakeStore();
  private final FakeLease lease = new FakeLease();
  private final Worker worker =
      new Worker(
          vertx,
          new WorkerConfig(10, Duration.ofHours(1), Duration.ofSeconds(10)),
          store,
          new SilentBus(),
          lease,
          new VertxScheduler(vertx),
          () -> {
            throw new AssertionError("no chat is to be run");
          });

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void a_chat_that_only_the_store_believes_to_run_here_is_let_go() throws Exception {
    var stray = hint(Optional.of(RunnerId.random()));
    store.owned = List.of(stray);
    worker.start();
    assertThat(store.released.poll(10, TimeUnit.SECONDS)).isEqualTo(stray.chatId());
  }

  @Test
  void a_hint_of_a_chat_that_nobody_owns_is_answered_by_an_acquire() throws Exception {
    worker.start();
    store.awaitAcquire().complete(Taken.NOTHING);
    worker.onHint(hint(Optional.empty()));
    store.awaitAcquire().complete(Taken.NOTHING);
  }

  @Test
  void hints_during_an_acquire_are_answered_by_one_more() throws Exception {
    worker.start();
    Promise<Taken> first = store.awaitAcquire();
    for (int i = 0; i < 5; i++) {
      worker.onHint(hint(Optional.empty()));
    }
    first.complete(Taken.NOTHING);
    store.awaitAcquire().complete(Taken.NOTHING);
    worker.drain().await(10, TimeUnit.SECONDS);
    assertThat(store.acquires).isEmpty();
  }

  @Test
  void chats_that_an_acquire_brings_while_the_worker_drains_are_let_go_before_it_is_done()
      throws Exception {
    worker.start();
    Promise<Taken> late = store.awaitAcquire();
    Future<Void> drained = worker.drain();
    var acquired = new FakeTurnStore("hello").acquiredBy(ME);
    late.complete(new Taken(List.of(acquired), false));
    drained.await(10, TimeUnit.SECONDS);
    assertThat(store.released.poll()).isEqualTo(acquired.chatId());
  }

  @Test
  void without_trust_in_its_lease_the_worker_takes_nothing() throws Exception {
    lease.trusted = false;
    worker.start();
    worker.onHint(hint(Optional.empty()));
    worker.drain().await(10, TimeUnit.SECONDS);
    assertThat(store.acquires).isEmpty();
  }

  @Test
  void right_after_a_time_without_renewals_nobody_is_taken_over() throws Exception {
    lease.takesOver = false;
    worker.start();
    store.awaitAcquire().complete(Taken.NOTHING);
    worker.drain().await(10, TimeUnit.SECONDS);
    assertThat(store.takeOvers).isZero();
  }

  @Test
  void a_slot_that_becomes_free_anywhere_is_asked_for_if_chats_wait() throws Exception {
    worker.start();
    store.awaitAcquire().complete(new Taken(List.of(), true));
    worker.onHint(hint(ChatStatus.WAITING, Optional.empty()));
    store.awaitAcquire().complete(Taken.NOTHING);
  }

  @Test
  void a_slot_that_became_free_during_an_acquire_is_not_missed() throws Exception {
    worker.start();
    Promise<Taken> blind = store.awaitAcquire();
    worker.onHint(hint(ChatStatus.REQUIRES_ACTION, Optional.of(RunnerId.random())));
    worker.onHint(hint(Optional.of(RunnerId.random())));
    blind.complete(new Taken(List.of(), true));
    store.awaitAcquire().complete(Taken.NOTHING);
  }

  @Test
  void where_no_chat_waits_the_end_of_a_turn_asks_for_nothing() throws Exception {
    worker.start();
    store.awaitAcquire().complete(Taken.NOTHING);
    worker.onHint(hint(ChatStatus.WAITING, Optional.empty()));
    worker.drain().await(10, TimeUnit.SECONDS);
    assertThat(store.acquires).isEmpty();
    assertThat(store.notes).isEmpty();
  }

  @Test
  void chats_that_wait_are_noted() throws Exception {
    worker.start();
    store.awaitAcquire().complete(new Taken(List.of(), true));
    assertThat(store.notes.poll(10, TimeUnit.SECONDS)).isNotNull();
  }

  private static Hint hint(Optional<RunnerId> runner) {
    return hint(ChatStatus.RUNNING, runner);
  }

  private static Hint hint(ChatStatus status, Optional<RunnerId> runner) {
    return new Hint(
        Hint.Kind.CHANGED,
        ChatId.random(),
        UserId.random(),
        new Versions(1, 1, 0, 0, 0),
        status,
        false,
        runner.map(_ -> ME),
        runner);
  }

  private static final class FakeLease implements Lease {
    volatile boolean trusted = true;
    volatile boolean takesOver = true;

    @Override
    public WorkerId worker() {
      return ME;
    }

    @Override
    public boolean isTrusted() {
      return trusted;
    }

    @Override
    public boolean mayTakeOver() {
      return takesOver;
    }
  }

  private static final class SilentBus implements ChatBus {
    @Override
    public void publish(Hint hint) {}

    @Override
    public Subscription subscribe(Listener listener) {
      return () -> {};
    }
  }

  /// Answers acquires when the test says so, and everything else at once.
  private static final class FakeStore implements TurnStore {
    final BlockingQueue<ChatId> released = new LinkedBlockingQueue<>();
    final BlockingQueue<Promise<Taken>> acquires = new LinkedBlockingQueue<>();
    final BlockingQueue<Boolean> notes = new LinkedBlockingQueue<>();
    volatile List<Hint> owned = List.of();
    volatile int takeOvers;

    Promise<Taken> awaitAcquire() throws InterruptedException {
      var acquire = acquires.poll(10, TimeUnit.SECONDS);
      if (acquire == null) {
        throw new AssertionError("the store was not asked for chats");
      }
      return acquire;
    }

    @Override
    public Future<Taken> acquire(WorkerId by, int atMost) {
      var context = ContextInternal.current();
      Promise<Taken> answer = context.promise();
      context.runOnContext(_ -> acquires.add(answer)); // once the worker listens to the answer
      return answer.future();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one event loop writes
    public Future<List<Acquired>> takeOver(WorkerId by, int atMost) {
      takeOvers++;
      return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Void> noteWaiting() {
      notes.add(true);
      return Future.succeededFuture();
    }

    @Override
    public Future<Boolean> release(ChatId chat, RunnerId runner) {
      released.add(chat);
      return Future.succeededFuture(true);
    }

    @Override
    public Future<List<Hint>> owned(WorkerId by) {
      return Future.succeededFuture(owned);
    }

    @Override
    public Future<Optional<TurnState>> state(ChatId chat) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Optional<Begun>> begin(TurnState from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Commit> commit(TurnState from, ChatCommand.Work command) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Commit> markStarted(TurnState from, List<String> toolCallIds) {
      throw new UnsupportedOperationException();
    }
  }
}
