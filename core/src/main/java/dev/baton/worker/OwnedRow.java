package dev.baton.worker;

import dev.baton.cancellation.Cancellation;
import dev.baton.chat.RunnerId;
import dev.baton.json.MalformedJson;
import dev.baton.store.Acquired;
import dev.baton.store.Commit;
import dev.baton.store.StoreException;
import dev.baton.store.TurnState;
import dev.baton.store.TurnStore;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The row of an owned chat, as last read or written, and the way to read and write it.
///
/// A database that does not answer is asked again, at growing intervals, for as long as the run is
/// not cancelled. Waits on the calling virtual thread.
final class OwnedRow {

  private static final Logger LOG = LoggerFactory.getLogger(OwnedRow.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final RunnerId runnerId;
  private final TurnStore store;
  private final Scheduler scheduler;
  private final Cancellation run;

  private TurnState state;
  private boolean fresh = true;

  OwnedRow(Acquired acquired, TurnStore store, Scheduler scheduler, Cancellation run) {
    this.state = acquired.row();
    this.runnerId = acquired.runnerId();
    this.store = store;
    this.scheduler = scheduler;
    this.run = run;
  }

  TurnState state() {
    return state;
  }

  /// Whether the row is believed to be as [#state] says.
  boolean isFresh() {
    return fresh;
  }

  /// The row may have moved: it must be read before it is acted on.
  void doubt() {
    fresh = false;
  }

  /// Reads the row.
  ///
  /// @return whether the chat is still there and the run goes on
  boolean read() {
    Optional<Optional<TurnState>> row = asked(() -> store.state(state.chatId()), run);
    state = row.flatMap(Function.identity()).orElse(state);
    fresh = row.isPresent() && row.get().isPresent();
    return fresh;
  }

  /// Writes under the fence. After a miss, or an answer that was lost, the row tells whether the
  /// write may be made again: only if the work it belongs to is still the chat's present work.
  ///
  /// @return whether it was written
  boolean write(Function<TurnState, Future<Commit>> write) {
    return write(from -> write.apply(from).map(OwnedRow::after), Function.identity()).isPresent();
  }

  /// The same for a write that brings more than the row.
  ///
  /// @param write answered with nothing if it was missed
  /// @param after the row in the answer
  <T> Optional<T> write(
      Function<TurnState, Future<Optional<T>>> write, Function<T, TurnState> after) {
    TurnState work = state;
    for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
      Optional<Optional<T>> answer = answer(write.apply(state));
      Optional<T> written = answer.flatMap(Function.identity());
      if (written.isPresent()) {
        state = after.apply(written.get());
        fresh = true;
        return written;
      }
      if (answer.isEmpty() && !run.pause(scheduler, pause)) {
        fresh = false;
        return Optional.empty();
      }
      if (!read() || !isSameWork(work, state)) {
        return Optional.empty();
      }
    }
  }

  private static Optional<TurnState> after(Commit commit) {
    return commit instanceof Commit.Committed(var after) ? Optional.of(after) : Optional.empty();
  }

  /// @throws MalformedJson the write may have been made, and its answer will never be understood
  private <T> Optional<T> answer(Future<T> commit) {
    try {
      return Optional.of(commit.await());
    } catch (MalformedJson | IllegalArgumentException e) {
      fresh = false;
      throw e;
    } catch (Exception e) { // awaiting throws what the store failed with, checked or not
      complain("the answer to a commit was lost", e);
      return Optional.empty();
    }
  }

  private static boolean isSameWork(TurnState intended, TurnState row) {
    return row.runnerId().equals(intended.runnerId())
        && row.status() == intended.status()
        && row.archived() == intended.archived()
        && row.episode().equals(intended.episode())
        && row.counters().providerFailures() == intended.counters().providerFailures();
  }

  /// Asks the store until it answers; empty if a stop was asked for first.
  ///
  /// @throws StoreException what the store refuses, it will refuse again
  <T> Optional<T> asked(Supplier<Future<T>> question, Cancellation cancellation) {
    for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
      try {
        return Optional.of(question.get().await());
      } catch (StoreException | MalformedJson | IllegalArgumentException e) {
        throw e;
      } catch (Exception e) { // awaiting throws what the store failed with, checked or not
        complain("the store did not answer", e);
      }
      if (!cancellation.pause(scheduler, pause)) {
        return Optional.empty();
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private void complain(String what, Exception e) {
    LOG.atWarn()
        .addKeyValue("chat_id", state.chatId())
        .addKeyValue("runner_id", runnerId)
        .addKeyValue("error", e.getMessage())
        .log(what);
  }
}
