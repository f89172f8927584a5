package dev.baton.server.websocket;

import dev.baton.server.auth.Authenticator;
import dev.baton.server.auth.Caller;
import dev.baton.server.auth.Credential;
import dev.baton.store.User;
import dev.baton.stream.CloseCode;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes the streams of credentials that are withdrawn, and of users whose role has changed: once
/// a second it asks again for each credential that has open streams here, whatever their number,
/// and a few at a time. While the database cannot be asked, streams stay open.
public final class AccessGuard {

  private static final Logger LOG = LoggerFactory.getLogger(AccessGuard.class);

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int AT_ONCE = 32;

  private record Guarded(Caller caller, Watcher watcher) {}

  private final Authenticator authenticator;
  private final Scheduler scheduler;
  private final Map<Credential, Set<Guarded>> open = new ConcurrentHashMap<>();
  private Scheduler.Timer timer = () -> {};
  private boolean running;

  public AccessGuard(Authenticator authenticator, Scheduler scheduler) {
    this.authenticator = authenticator;
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
    var guarded = new Guarded(caller, watcher);
    open.compute(
        caller.credential(),
        (_, present) -> {
          Set<Guarded> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          all.add(guarded);
          return all;
        });
    return () -> forget(guarded);
  }

  private void forget(Guarded guarded) {
    open.computeIfPresent(
        guarded.caller().credential(),
        (_, all) -> {
          all.remove(guarded);
          return all.isEmpty() ? null : all;
        });
  }

  private synchronized void schedule() {
    if (running) {
      timer =
          scheduler.after(
              EVERY, () -> check(List.copyOf(open.keySet()), 0).onComplete(_ -> schedule()));
    }
  }

  private Future<?> check(List<Credential> credentials, int from) {
    var now = new ArrayList<Future<?>>();
    int to = Math.min(from + AT_ONCE, credentials.size());
    for (Credential credential : credentials.subList(from, to)) {
      now.add(check(credential));
    }
    var checked = Future.join(now).otherwiseEmpty();
    return to == credentials.size() ? checked : checked.compose(_ -> check(credentials, to));
  }

  private Future<?> check(Credential credential) {
    return authenticator
        .recheck(credential)
        .onSuccess(user ->
            open.getOrDefault(credential, Set.of()).stream()
                .filter(each -> user.filter(now -> isSame(each.caller(), now)).isEmpty())
                .forEach(AccessGuard::dismiss))
        .onFailure(failure -> LOG.atDebug().setCause(failure).log("access not rechecked"));
  }

  private static boolean isSame(Caller caller, User now) {
    return caller.user().role() == now.role();
  }

  private static void dismiss(Guarded guarded) {
    guarded.watcher().close(CloseCode.ACCESS_LOST, "Your access has ended: sign in again.");
  }
}
