package dev.baton.worker;

import dev.baton.agent.AgentLoop;
import dev.baton.cancellation.Cause;
import dev.baton.lease.Lease;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.store.Acquired;
import dev.baton.store.TurnStore;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes chats and runs them, as many as there are slots. One per replica.
///
/// Runs on one event loop, and asks the store one question at a time, so that an answer is never
/// about chats that another answer has just changed. Public methods may be called from any thread.
public final class Worker implements ChatBus.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final int BATCH = 100;

  /// What runs may take to let go of their chats once they were cancelled.
  private static final Duration LAST_WORD = Duration.ofSeconds(3);

  private final Executor loop;
  private final WorkerConfig config;
  private final TurnStore store;
  private final ChatBus bus;
  private final Lease lease;
  private final Scheduler scheduler;
  private final Runs runs;

  private final Set<Question> due = EnumSet.noneOf(Question.class);
  private final Promise<Void> idle = Promise.promise();
  private ChatBus.@Nullable Subscription subscription;
  private Scheduler.@Nullable Timer poll;
  private boolean asking;

  /// Chats wait for a slot to become free: one of the deployment's, or one here.
  private boolean starved;

  /// A slot became free since the last acquire was sent, which may not have seen it.
  private boolean freed;

  private boolean draining;

  /// What the store is to be asked, in this order.
  private enum Question {
    /// Is what the store holds for mine what runs here?
    COMPARE,
    ACQUIRE,
    TAKE_OVER,
    /// Which chats wait, and should be shown to?
    NOTE_WAITING
  }

  /// A worker on the context of its maker, with a verticle for each chat.
  ///
  /// @param loops makes the agent loop of a new runner
  public Worker(
      Vertx vertx,
      WorkerConfig config,
      TurnStore store,
      ChatBus bus,
      Lease lease,
      Scheduler scheduler,
      Supplier<AgentLoop> loops) {
    this(loopOf(vertx), ChatVerticle.on(vertx), config, store, bus, lease, scheduler, loops);
  }

  /// @param loop runs one task at a time, in order
  /// @param loops makes the agent loop of a new runner
  public Worker(
      Executor loop,
      RunnerThreads threads,
      WorkerConfig config,
      TurnStore store,
      ChatBus bus,
      Lease lease,
      Scheduler scheduler,
      Supplier<AgentLoop> loops) {
    this.loop = loop;
    this.config = config;
    this.store = store;
    this.bus = bus;
    this.lease = lease;
    this.scheduler = scheduler;
    this.runs =
        new Runs(
            threads,
            loop,
            acquired -> new Runner(acquired, store, loops.get(), scheduler, lease::isTrusted),
            this::ended);
  }

  private static Executor loopOf(Vertx vertx) {
    var context = vertx.getOrCreateContext();
    return task -> context.runOnContext(_ -> task.run());
  }

  /// Begins to take chats.
  public void start() {
    loop.execute(() -> {
      subscription = bus.subscribe(this);
      tick();
    });
  }

  /// Takes no more chats, and hands on those that run here: each at its next step boundary, or
  /// after the grace as it is. Completes when none is left, or none can be waited for any longer.
  public Future<Void> drain() {
    loop.execute(() -> handOn());
    return idle.future().onComplete(_ -> loop.execute(() -> stop()));
  }

  /// The replica's worker is gone from the database: its chats are others' now.
  public void leaseLost() {
    loop.execute(() -> runs.tellAll(runner -> runner.cancel(Cause.LEASE_LOST)));
  }

  /// Chats that run here.
  public int running() {
    return runs.size();
  }

  @Override
  public void onHint(Hint hint) {
    loop.execute(() -> {
      runs.tell(hint);
      if (hint.isUpForAcquisition()) {
        ask(Question.ACQUIRE);
      } else if (!hint.status().holdsSlot()) {
        slotFreed();
      }
    });
  }

  @Override
  public void onResync() {
    loop.execute(() -> ask(Question.COMPARE, Question.ACQUIRE));
  }

  private void tick() {
    ask(Question.values());
    poll = scheduler.after(config.pollEvery(), this::tick);
  }

  private void ask(Question... questions) {
    due.addAll(List.of(questions));
    askNext();
  }

  private void askNext() {
    if (asking) {
      return;
    }
    starved |= !due.isEmpty() && slots() == 0;
    for (Question question : Question.values()) {
      if (due.remove(question) && mayAsk(question)) {
        asking = true;
        put(question)
            .onFailure(e -> LOG.atWarn().addKeyValue("error", e.getMessage()).log("no answer"))
            .onComplete(_ -> loop.execute(() -> answered()));
        return;
      }
    }
  }

  private void answered() {
    asking = false;
    askNext();
    completeIfIdle();
  }

  private boolean mayAsk(Question question) {
    return switch (question) {
      case COMPARE -> true;
      case ACQUIRE -> slots() > 0;
      case TAKE_OVER -> slots() > 0 && lease.mayTakeOver();
      case NOTE_WAITING -> starved;
    };
  }

  private int slots() {
    return draining || !lease.isTrusted() ? 0 : config.slots() - runs.size();
  }

  private Future<?> put(Question question) {
    int atMost = Math.min(slots(), BATCH);
    return switch (question) {
      case COMPARE -> store.owned(lease.worker()).onSuccess(this::compare);
      case ACQUIRE -> acquire(atMost);
      case TAKE_OVER ->
          store
              .takeOver(lease.worker(), atMost)
              .onSuccess(acquired -> take(acquired, atMost, Question.TAKE_OVER));
      case NOTE_WAITING -> store.noteWaiting();
    };
  }

  private Future<?> acquire(int atMost) {
    freed = false;
    return store
        .acquire(lease.worker(), atMost)
        .onSuccess(taken -> {
          take(taken.chats(), atMost, Question.ACQUIRE);
          starved = taken.othersWait();
          if (starved && freed) {
            due.add(Question.ACQUIRE);
          }
        });
  }

  /// A full batch means that there may be more.
  private void take(List<Acquired> acquired, int atMost, Question question) {
    if (draining) {
      acquired.forEach(it -> store.release(it.chatId(), it.runnerId()));
      return;
    }
    acquired.forEach(runs::start);
    if (acquired.size() == atMost) {
      due.add(question);
    }
  }

  private void slotFreed() {
    freed = true;
    if (starved) {
      ask(Question.ACQUIRE);
    }
  }

  /// Makes what runs here and what the store believes to run here the same: rows that only the
  /// store knows of (an acquire whose answer was lost, a runner that broke) are let go, runs that
  /// it does not know of any more are stopped, and all others are told how their row stands.
  private void compare(List<Hint> owned) {
    runs.compare(owned, runner -> runner.cancel(Cause.SUPERSEDED)).forEach(this::letGo);
  }

  /// A run that ended while the store was asked has let its chat go itself; then this does nothing.
  private void letGo(Hint row) {
    store
        .release(row.chatId(), row.runnerId().orElseThrow())
        .onSuccess(released -> {
          if (released) {
            LOG.atWarn()
                .addKeyValue("chat_id", row.chatId())
                .log("let go of a chat that did not run here");
          }
        });
  }

  private void handOn() {
    draining = true;
    LOG.atInfo().addKeyValue("chats", runs.size()).log("handing on the chats that run here");
    runs.tellAll(Runner::drain);
    scheduler.after(
        config.drainGrace(),
        () -> {
          runs.tellAll(runner -> runner.cancel(Cause.SHUTDOWN));
          scheduler.after(LAST_WORD, idle::tryComplete);
        });
    completeIfIdle();
  }

  private void ended() {
    completeIfIdle();
    if (starved && slots() > 0) {
      ask(Question.ACQUIRE);
    }
  }

  /// An acquire under way may still bring chats, which are to be let go again.
  private void completeIfIdle() {
    if (draining && !asking && runs.size() == 0) {
      idle.tryComplete();
    }
  }

  private void stop() {
    if (subscription != null) {
      subscription.cancel();
    }
    if (poll != null) {
      poll.cancel();
    }
  }
}
