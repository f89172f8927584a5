package dev.baton.lease;

import dev.baton.chat.WorkerId;
import dev.baton.lease.ReplicaLease.Effect;
import dev.baton.lease.ReplicaLease.Input;
import dev.baton.store.LeaseStore;
import dev.baton.store.LeaseStore.Renewal;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Keeps this replica's lease, and tells what may be done on the strength of it.
///
/// Questions may be asked from any thread. [ReplicaLease] is fed one input at a time, under a short
/// lock; listeners are called outside of it, where the database's answer arrives.
public final class LeaseKeeper implements Lease {

  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

  /// Hears that the row of this replica's worker is gone and that another id took its place. What
  /// runs under the old id is lost: others own it, or will. The new one is trusted once it is
  /// registered.
  @FunctionalInterface
  public interface WorkerListener {
    void onWorkerChanged(WorkerId from, WorkerId to);
  }

  private final LeaseConfig config;
  private final ReplicaProfile profile;
  private final LeaseStore store;
  private final Scheduler scheduler;
  private final Supplier<LeaseStore.Load> load;
  private final Supplier<WorkerId> ids;
  private final List<WorkerListener> listeners = new CopyOnWriteArrayList<>();

  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean reportedTrust = new AtomicBoolean();
  private final Promise<Void> started = Promise.promise();
  private final Promise<Void> stopped = Promise.promise();
  private final Object inputs = new Object();
  private volatile ReplicaLease lease;
  private volatile boolean draining;

  /// @param load how busy this replica is; asked at each renewal, must not block
  public LeaseKeeper(
      LeaseConfig config,
      ReplicaProfile profile,
      LeaseStore store,
      Scheduler scheduler,
      Supplier<LeaseStore.Load> load) {
    this(config, profile, store, scheduler, load, WorkerId::random);
  }

  /// @param load how busy this replica is; asked at each renewal, must not block
  /// @param ids makes a new worker id
  public LeaseKeeper(
      LeaseConfig config,
      ReplicaProfile profile,
      LeaseStore store,
      Scheduler scheduler,
      Supplier<LeaseStore.Load> load,
      Supplier<WorkerId> ids) {
    this.config = config;
    this.profile = profile;
    this.store = store;
    this.scheduler = scheduler;
    this.load = load;
    this.ids = ids;
    this.lease = ReplicaLease.unregistered(config, ids.get());
  }

  /// Registers the worker and renews from then on.
  ///
  /// @return fails with [LeaseUnavailable] if the first registration does; the keeper is stopped
  ///   then
  public Future<Void> start() {
    if (begun.compareAndSet(false, true)) {
      beat();
    }
    return started.future();
  }

  /// Gives up the lease. Never fails: a row that could not be removed expires.
  public Future<Void> stop() {
    if (ended.compareAndSet(false, true)) {
      inTime(Future.succeededFuture().compose(_ -> store.remove(worker())))
          .onFailure(e -> atWorker(log.atWarn()).setCause(e).log("lease not removed, it expires"))
          .onComplete(_ -> stopped.complete());
      started.tryFail(new LeaseUnavailable("the lease keeper was stopped"));
    }
    return stopped.future();
  }

  /// Under which id this replica works now.
  @Override
  public WorkerId worker() {
    return lease.worker();
  }

  /// Whether tools may be dispatched and parts be shown. Without trust a running model call goes
  /// on: each commit has its own fence.
  @Override
  public boolean isTrusted() {
    return !ended.get() && lease.isTrusted(scheduler.nanoTime());
  }

  /// Whether chats of workers that look dead may be taken over.
  @Override
  public boolean mayTakeOver() {
    return !ended.get() && lease.mayTakeOver(scheduler.nanoTime());
  }

  /// What the others are told with the next renewal.
  public void draining(boolean draining) {
    this.draining = draining;
  }

  public void onWorkerChanged(WorkerListener listener) {
    listeners.add(listener);
  }

  private void beat() {
    if (!ended.get()) {
      scheduler.after(config.renewEvery(), this::beat);
      feed(new Input.Due(scheduler.nanoTime()));
      reportTrust();
    }
  }

  private void feed(Input input) {
    ReplicaLease.Step step;
    synchronized (inputs) {
      step = lease.on(input);
      lease = step.lease();
    }
    step.effects().forEach(this::perform);
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Register(long attempt, var worker) ->
          await(
              attempt,
              () ->
                  store
                      .register(profile.registration(worker, config.ttl()))
                      .map(_ -> new Renewal.Renewed()));
      case Effect.Renew(long attempt, var worker) ->
          await(attempt, () -> store.renew(worker, load(), config.ttl()));
      case Effect.ChangeWorker(var from, var to) -> tell(from, to);
    }
  }

  private void await(long attempt, Supplier<Future<? extends Renewal>> question) {
    inTime(Future.succeededFuture().compose(_ -> question.get()))
        .onSuccess(answer -> answered(attempt, answer))
        .onFailure(e -> failed(attempt, e));
  }

  private void answered(long attempt, Renewal answer) {
    if (ended.get()) {
      return;
    }
    long nanos = scheduler.nanoTime();
    feed(
        switch (answer) {
          case Renewal.Renewed _ -> new Input.Granted(attempt, nanos);
          case Renewal.Gone _ -> new Input.Gone(attempt, ids.get(), nanos);
        });
    reportTrust();
    started.tryComplete();
  }

  private void failed(long attempt, Throwable e) {
    atWorker(log.atDebug()).addKeyValue("reason", e.getMessage()).log("lease not renewed");
    feed(new Input.Unknown(attempt));
    if (started.tryFail(new LeaseUnavailable("register this replica", e))) {
      stop();
    }
  }

  private LeaseStore.Load load() {
    var busy = load.get();
    return new LeaseStore.Load(draining || busy.draining(), busy.runningChats(), busy.watchers());
  }

  /// A stalled database must not stack attempts: whatever comes after the limit is not heard.
  private <T> Future<T> inTime(Future<T> answer) {
    Promise<T> heard = Promise.promise();
    var limit = config.attemptTimeout();
    var timer =
        scheduler.after(
            limit,
            () ->
                heard.tryFail(
                    new LeaseUnavailable("no answer within " + limit.toMillis() + " ms")));
    answer.onComplete(_ -> timer.cancel()).onSuccess(heard::tryComplete).onFailure(heard::tryFail);
    return heard.future();
  }

  private void tell(WorkerId from, WorkerId to) {
    log.atInfo()
        .addKeyValue("worker_id", to)
        .addKeyValue("previous_worker_id", from)
        .log("lease was taken away, going on under a new worker id");
    for (var listener : listeners) {
      try {
        listener.onWorkerChanged(from, to);
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("a listener failed on a change of worker");
      }
    }
  }

  private void reportTrust() {
    boolean trusted = isTrusted();
    if (reportedTrust.compareAndSet(!trusted, trusted) && !ended.get()) {
      atWorker(trusted ? log.atInfo() : log.atWarn())
          .log(trusted ? "lease is trusted" : "lease is not trusted until it can be renewed");
    }
  }

  private LoggingEventBuilder atWorker(LoggingEventBuilder event) {
    return event.addKeyValue("worker_id", worker());
  }
}
