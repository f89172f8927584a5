package dev.baton.server.websocket;

import dev.baton.server.auth.Caller;
import dev.baton.store.AccountStore;
import dev.baton.store.AccountStore.Access;
import dev.baton.stream.CloseCode;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes the streams of credentials that are withdrawn or have expired, of users who were
/// suspended or have another role, and of chats that may not be seen any more: once a second it
/// asks for all that is open here at once, in one statement whatever its number, and none if
/// nothing is open. While the database cannot be asked, streams stay open.
public final class AccessGuard {

  private static final Logger LOG = LoggerFactory.getLogger(AccessGuard.class);

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final AccountStore accounts;
  private final Scheduler scheduler;
  private final Map<Access, Set<Watcher>> open = new ConcurrentHashMap<>();
  private Scheduler.Timer timer = () -> {};
  private boolean running;

  public AccessGuard(AccountStore accounts, Scheduler scheduler) {
    this.accounts = accounts;
    this.scheduler = scheduler;
  }

  /// Asks on the calling context, which should live as long as the replica.
  public synchronized void start() {
    if (!running) {
      running = true;
      schedule();
    }
  }

  public synchronized void stop() {
    running = false;
    timer.cancel();
  }

  /// @return ends the guarding
  Runnable guard(Caller caller, Watcher watcher) {
    var access = new Access(caller.token().id(), caller.user().role(), watcher.chat());
    open.compute(
        access,
        (_, present) -> {
          Set<Watcher> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          all.add(watcher);
          return all;
        });
    return () -> forget(access, watcher);
  }

  private void forget(Access access, Watcher watcher) {
    open.computeIfPresent(
        access,
        (_, all) -> {
          all.remove(watcher);
          return all.isEmpty() ? null : all;
        });
  }

  private synchronized void schedule() {
    if (running) {
      timer = scheduler.after(EVERY, () -> check().onComplete(_ -> schedule()));
    }
  }

  private Future<?> check() {
    var held = Set.copyOf(open.keySet());
    return held.isEmpty()
        ? Future.succeededFuture()
        : accounts
            .stillGood(held)
            .onSuccess(good ->
                held.stream().filter(access -> !good.contains(access)).forEach(this::dismiss))
            .onFailure(failure -> LOG.atDebug().setCause(failure).log("access not rechecked"));
  }

  private void dismiss(Access access) {
    open.getOrDefault(access, Set.of())
        .forEach(watcher ->
            watcher.close(CloseCode.ACCESS_LOST, "Your access has ended: sign in again."));
  }
}
