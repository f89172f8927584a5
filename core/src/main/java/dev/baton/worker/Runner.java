package dev.baton.worker;

import dev.baton.agent.AgentLoop;
import dev.baton.agent.Held;
import dev.baton.agent.Turn;
import dev.baton.cancellation.Cancellation;
import dev.baton.cancellation.Cause;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatError;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.RunnerId;
import dev.baton.pubsub.Hint;
import dev.baton.store.Commit;
import dev.baton.store.TurnHistory;
import dev.baton.store.TurnState;
import dev.baton.store.TurnStore;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One ownership of one chat, from acquire to release.
///
/// Everything here runs on the chat's context: the loop waits on its virtual thread, and hints are
/// taken while it waits. A database that does not answer is asked again, at growing intervals, for
/// as long as the run is not cancelled.
final class Runner implements Turn {

  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration TRUST_CHECK = Duration.ofMillis(50);

  private final ChatId chatId;
  private final RunnerId runnerId;
  private final TurnStore store;
  private final AgentLoop loop;
  private final Scheduler scheduler;
  private final BooleanSupplier trusted;

  /// Ends the run as a whole; each activity has a child of it.
  private final Cancellation run = new Cancellation();

  private Cancellation activity = run.child();
  private @Nullable TurnState state;
  private @Nullable Hint newest;
  private Held held = Held.NOTHING;

  /// Whether `state` is believed to be the row.
  private boolean fresh;

  private boolean committing;
  private boolean draining;

  Runner(
      ChatId chatId,
      RunnerId runnerId,
      TurnStore store,
      AgentLoop loop,
      Scheduler scheduler,
      BooleanSupplier trusted) {
    this.chatId = chatId;
    this.runnerId = runnerId;
    this.store = store;
    this.loop = loop;
    this.scheduler = scheduler;
    this.trusted = trusted;
  }

  /// Runs until the chat is at rest, somebody else's, or to be handed on.
  void run() {
    boolean more = true;
    while (more && !run.isCancelled()) {
      more = step();
    }
    if (run.cause().filter(Cause.SHUTDOWN::equals).isPresent()) {
      release();
    }
  }

  /// The run ends as soon as it can.
  void cancel(Cause cause) {
    run.cancel(cause);
  }

  /// The run ends at its next step boundary, which is now if it only waits.
  void drain() {
    draining = true;
    if (state != null
        && (state.status() == ChatStatus.REQUIRES_ACTION || state.retryIn().isPresent())) {
      run.cancel(Cause.SHUTDOWN);
    }
  }

  void onHint(Hint hint) {
    if (newest == null || hint.versions().snapshot() > newest.versions().snapshot()) {
      newest = hint;
      judge();
    }
  }

  /// Ends the activity if the newest hint says that the row has left it behind. Not while a commit
  /// is under way: the hint may be of that commit itself.
  private void judge() {
    if (!committing && fresh && newest != null) {
      RunnerLogic.cause(state(), runnerId, newest)
          .ifPresent(cause -> {
            fresh = false;
            activity.cancel(cause);
          });
    }
  }

  /// One activity.
  ///
  /// @return whether there may be more to do
  private boolean step() {
    if (!fresh && !read()) {
      return false;
    }
    activity = run.child();
    judge();
    return !fresh || act(RunnerLogic.next(state(), runnerId, draining));
  }

  private boolean act(RunnerLogic.Next next) {
    switch (next) {
      case ADVANCE -> held = advance();
      case FINISH_INTERRUPTION ->
          commit(new ChatCommand.FinishInterruption(held.on(state().versions().history())));
      case AWAIT_CLIENT -> awaitClient();
      case RELEASE -> release();
      case LEAVE -> {}
    }
    return next != RunnerLogic.Next.RELEASE && next != RunnerLogic.Next.LEAVE;
  }

  private Held advance() {
    try {
      return loop.advance(this);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("chat_id", chatId)
          .addKeyValue("runner_id", runnerId)
          .setCause(e)
          .log("a step failed unexpectedly");
      commit(
          new ChatCommand.FinishError(
              ChatError.of(
                  ErrorKind.GENERIC, "The server failed in this step. Retry, or tell its admin.")));
      return Held.NOTHING;
    }
  }

  private void awaitClient() {
    if (activity.pause(scheduler, state().actionDeadlineIn().orElse(Duration.ZERO))) {
      commit(new ChatCommand.CancelRequiresAction());
    }
  }

  private void release() {
    asked(() -> store.release(chatId, runnerId));
  }

  @Override
  public TurnState state() {
    if (state == null) {
      throw new IllegalStateException("the row has not been read");
    }
    return state;
  }

  @Override
  public Optional<TurnHistory> history() {
    Optional<TurnHistory> history =
        asked(() -> store.history(chatId))
            .filter(read -> read.historyVersion() == state().versions().history());
    fresh &= history.isPresent();
    return history;
  }

  @Override
  public boolean commit(ChatCommand.Work command) {
    return write(from -> store.commit(from, command));
  }

  @Override
  public boolean markStarted(List<String> toolCallIds) {
    return write(from -> store.markStarted(from, toolCallIds));
  }

  @Override
  public boolean awaitTrust() {
    while (!trusted.getAsBoolean() && activity.pause(scheduler, TRUST_CHECK)) {
      // until the lease is good again
    }
    return !activity.isCancelled();
  }

  @Override
  public Cancellation cancellation() {
    return activity;
  }

  /// Writes under the fence. After a miss, or an answer that was lost, the row tells whether the
  /// write may be made again: only if the work it belongs to is still the chat's present work.
  private boolean write(Function<TurnState, Future<Commit>> write) {
    TurnState work = state();
    committing = true;
    try {
      Duration pause = FIRST_PAUSE;
      while (true) {
        Optional<Commit> answer = answer(write.apply(state()));
        if (answer.orElse(null) instanceof Commit.Committed(var after)) {
          state = after;
          fresh = true;
          return true;
        }
        if (answer.isEmpty() && !run.pause(scheduler, pause)) {
          fresh = false;
          return false;
        }
        pause = longer(pause);
        if (!read() || !isSameWork(work, state())) {
          return false;
        }
      }
    } finally {
      committing = false;
      judge();
    }
  }

  private Optional<Commit> answer(Future<Commit> commit) {
    try {
      return Optional.of(commit.await());
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      complain("the answer to a commit was lost", e);
      return Optional.empty();
    }
  }

  private static boolean isSameWork(TurnState intended, TurnState row) {
    return row.runnerId().equals(intended.runnerId())
        && row.status() == intended.status()
        && row.archived() == intended.archived()
        && row.episode().equals(intended.episode());
  }

  /// Reads the row.
  ///
  /// @return whether the chat is still there and the run goes on
  private boolean read() {
    Optional<Optional<TurnState>> row = asked(() -> store.state(chatId));
    state = row.flatMap(Function.identity()).orElse(state);
    fresh = row.isPresent() && row.get().isPresent();
    return fresh;
  }

  @Override
  public <T> Optional<T> asked(Supplier<Future<T>> question) {
    for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
      try {
        return Optional.of(question.get().await());
      } catch (RuntimeException e) {
        complain("the store did not answer", e);
      }
      if (!run.pause(scheduler, pause)) {
        return Optional.empty();
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private void complain(String what, RuntimeException e) {
    LOG.atWarn()
        .addKeyValue("chat_id", chatId)
        .addKeyValue("runner_id", runnerId)
        .addKeyValue("error", e.getMessage())
        .log(what);
  }
}
