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
import dev.baton.store.Acquired;
import dev.baton.store.Begun;
import dev.baton.store.StoreException;
import dev.baton.store.TurnHistory;
import dev.baton.store.TurnState;
import dev.baton.store.TurnStore;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One ownership of one chat, from acquire to release: one activity after the other, each chosen by
/// the row.
///
/// Everything here runs on the chat's context: the loop waits on its virtual thread, and hints are
/// taken while it waits.
final class Runner implements Turn {

  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
  private static final Duration TRUST_CHECK = Duration.ofMillis(50);

  private final ChatId chatId;
  private final RunnerId runnerId;
  private final boolean admitted;
  private final TurnStore store;
  private final AgentLoop loop;
  private final Scheduler scheduler;
  private final BooleanSupplier trusted;

  /// Ends the run as a whole, and the present activity with it.
  private final Cancellation run = new Cancellation();

  private final OwnedRow row;
  private Cancellation activity = new Cancellation();
  private @Nullable Hint newest;
  private Held held = Held.NOTHING;
  private boolean committing;
  private boolean draining;

  Runner(
      Acquired acquired,
      TurnStore store,
      AgentLoop loop,
      Scheduler scheduler,
      BooleanSupplier trusted) {
    this.chatId = acquired.chatId();
    this.runnerId = acquired.runnerId();
    this.admitted = acquired.row().status() == ChatStatus.RUNNING;
    this.store = store;
    this.loop = loop;
    this.scheduler = scheduler;
    this.trusted = trusted;
    this.row = new OwnedRow(acquired, store, scheduler, run);
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
    activity.cancel(cause);
  }

  /// The run ends at its next step boundary, which is now if it only waits.
  void drain() {
    draining = true;
    if (row.isFresh() && isWaiting(row.state())) {
      cancel(Cause.SHUTDOWN);
    }
  }

  private static boolean isWaiting(TurnState state) {
    return state.status() == ChatStatus.REQUIRES_ACTION || state.retryIn().isPresent();
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
    if (!committing && row.isFresh() && newest != null) {
      RunnerLogic.cause(row.state(), runnerId, newest)
          .ifPresent(cause -> {
            row.doubt();
            activity.cancel(cause);
          });
    }
  }

  /// One activity.
  ///
  /// @return whether there may be more to do
  private boolean step() {
    if (!row.isFresh() && !row.read()) {
      return false;
    }
    activity = new Cancellation();
    run.cause().ifPresent(activity::cancel);
    judge();
    return !row.isFresh() || act(RunnerLogic.next(row.state(), runnerId, admitted, draining));
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
    } catch (StoreException e) {
      fail(ChatError.of(ErrorKind.CONFIG, String.valueOf(e.getMessage())));
      return Held.NOTHING;
    } catch (Exception e) { // awaiting throws what it waited for failed with, checked or not
      LOG.atError()
          .addKeyValue("chat_id", chatId)
          .addKeyValue("runner_id", runnerId)
          .setCause(e)
          .log("a step failed unexpectedly");
      fail(
          ChatError.of(
              ErrorKind.GENERIC, "The server failed in this step. Retry, or tell its admin."));
      return Held.NOTHING;
    }
  }

  /// What failed may have been the answer to a write that was made.
  private void fail(ChatError error) {
    if ((row.isFresh() || row.read())
        && RunnerLogic.next(state(), runnerId, admitted, false) == RunnerLogic.Next.ADVANCE) {
      commit(new ChatCommand.FinishError(error));
    }
  }

  private void awaitClient() {
    if (activity.pause(scheduler, state().actionDeadlineIn().orElse(Duration.ZERO))) {
      commit(new ChatCommand.CancelRequiresAction());
    }
  }

  private void release() {
    row.asked(() -> store.release(chatId, runnerId), run);
  }

  @Override
  public TurnState state() {
    return row.state();
  }

  @Override
  public Optional<TurnHistory> begin() {
    return writing(() -> row.write(store::begin, Begun::after)).map(Begun::history);
  }

  @Override
  public <T> Optional<T> asked(Supplier<Future<T>> question) {
    return row.asked(question, activity);
  }

  @Override
  public boolean commit(ChatCommand.Work command) {
    return writing(() -> row.write(from -> store.commit(from, command)));
  }

  @Override
  public boolean markStarted(List<String> toolCallIds) {
    return writing(() -> row.write(from -> store.markStarted(from, toolCallIds)));
  }

  private <T> T writing(Supplier<T> write) {
    committing = true;
    try {
      return write.get();
    } finally {
      committing = false;
      judge();
    }
  }

  @Override
  public boolean awaitTrust() {
    while (!isTrusted() && activity.pause(scheduler, TRUST_CHECK)) {
      // until the lease is good again
    }
    return !activity.isCancelled();
  }

  @Override
  public boolean isTrusted() {
    return trusted.getAsBoolean();
  }

  @Override
  public Cancellation cancellation() {
    return activity;
  }
}
