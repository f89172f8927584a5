package dev.baton.lease;

import dev.baton.chat.WorkerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Decides what a replica may believe of its own lease. Pure; nanoseconds are those of the
/// monotonic clock, of which only differences mean anything.
///
/// @param registered whether the worker's row was there when last heard of
/// @param term what the last success granted
/// @param inFlight the one attempt that waits for its answer
/// @param attempts how many there have been
record ReplicaLease(
    LeaseConfig config,
    WorkerId worker,
    boolean registered,
    Optional<Term> term,
    Optional<Attempt> inFlight,
    long attempts) {

  /// @param endNanos when trust ends
  /// @param takeOverNanos when chats of others may be taken over
  record Term(long endNanos, long takeOverNanos) {

    boolean isOver(long nanos) {
      return nanos - endNanos >= 0;
    }
  }

  record Attempt(long number, long startNanos) {}

  /// What happened. An answer names its attempt; one to any other than the attempt in flight
  /// changes nothing.
  sealed interface Input {

    /// It is time to renew.
    record Due(long nanos) implements Input {}

    /// The row is there, and fresh.
    record Granted(long attempt, long nanos) implements Input {}

    /// The row was deleted; `successor` goes on in the worker's place.
    record Gone(long attempt, WorkerId successor, long nanos) implements Input {}

    /// It failed or took too long. It may have been carried out all the same.
    record Unknown(long attempt) implements Input {}
  }

  /// What the shell has to do.
  sealed interface Effect {
    record Register(long attempt, WorkerId worker) implements Effect {}

    record Renew(long attempt, WorkerId worker) implements Effect {}

    record ChangeWorker(WorkerId from, WorkerId to) implements Effect {}
  }

  record Step(ReplicaLease lease, List<Effect> effects) {}

  static ReplicaLease unregistered(LeaseConfig config, WorkerId worker) {
    return new ReplicaLease(config, worker, false, Optional.empty(), Optional.empty(), 0);
  }

  boolean isTrusted(long nanos) {
    return registered && term.filter(t -> !t.isOver(nanos)).isPresent();
  }

  /// Not for one `ttl` after a time without trust: what kept this replica from renewing may have
  /// kept all of them.
  boolean mayTakeOver(long nanos) {
    return isTrusted(nanos) && term.filter(t -> nanos - t.takeOverNanos() >= 0).isPresent();
  }

  Optional<Duration> age(long nanos) {
    return term.map(t -> config.trust().plusNanos(nanos - t.endNanos()));
  }

  Step on(Input input) {
    return switch (input) {
      case Input.Due(long nanos) when inFlight.isEmpty() -> attempt(nanos);
      case Input.Granted(long attempt, long nanos) when isInFlight(attempt) -> granted(nanos);
      case Input.Gone(long attempt, var successor, long nanos) when isInFlight(attempt) ->
          gone(successor, nanos);
      case Input.Unknown(long attempt) when isInFlight(attempt) ->
          new Step(answered(registered, term), List.of());
      case Input _ -> new Step(this, List.of());
    };
  }

  private boolean isInFlight(long attempt) {
    return inFlight.filter(a -> a.number() == attempt).isPresent();
  }

  private Step attempt(long nanos) {
    var next = new Attempt(attempts + 1, nanos);
    return new Step(
        new ReplicaLease(config, worker, registered, term, Optional.of(next), next.number()),
        List.of(
            registered
                ? new Effect.Renew(next.number(), worker)
                : new Effect.Register(next.number(), worker)));
  }

  /// Trust counts from the start of the attempt: the database renewed the row no earlier.
  private Step granted(long nanos) {
    long start = inFlight.orElseThrow().startNanos();
    var next = new Term(start + config.trust().toNanos(), takeOverNanos(nanos));
    return new Step(answered(true, Optional.of(next)), List.of());
  }

  private long takeOverNanos(long nanos) {
    return term.map(t -> t.isOver(nanos) ? nanos + config.ttl().toNanos() : t.takeOverNanos())
        .orElse(nanos);
  }

  private Step gone(WorkerId successor, long nanos) {
    var renamed = new ReplicaLease(config, successor, false, term, Optional.empty(), attempts);
    Step register = renamed.attempt(nanos);
    return new Step(
        register.lease(),
        List.of(new Effect.ChangeWorker(worker, successor), register.effects().getFirst()));
  }

  private ReplicaLease answered(boolean registered, Optional<Term> term) {
    return new ReplicaLease(config, worker, registered, term, Optional.empty(), attempts);
  }
}
