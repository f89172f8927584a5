package dev.baton.postgres;

import dev.baton.time.Scheduler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on one connection and, when that breaks, on the next. Runs on the bus's context.
///
/// That a session exists proves nothing: a pooler that lends its connections by the transaction
/// takes a LISTEN and delivers nothing, and a host may vanish without a word. So a probe is sent
/// around every few seconds, and only its return says that hints are heard.
final class HintListener {

  private static final Logger log = LoggerFactory.getLogger(HintListener.class);

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private static final Duration PROBE_EVERY = Duration.ofSeconds(5);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

  /// Probes in vain after which another session is tried: one that broke in the instant after its
  /// LISTEN has told nobody.
  private static final int DEAF = 3;

  /// What is done with what is heard.
  interface Ear {
    void onPayload(String payload);

    /// A new session listens; what was sent before is lost.
    void onListening();

    /// To be sent to everybody, this listener included.
    void sendProbe(long number);
  }

  private final Pool own;
  private final String channel;
  private final Scheduler scheduler;
  private final Context context;
  private final Ear ear;
  private final Promise<Void> started = Promise.promise();
  private @Nullable PgConnection session;
  private Scheduler.@Nullable Timer timer;
  private volatile boolean hearing;
  private boolean deafnessReported;
  private boolean probing;
  private boolean stopped;
  private int failures;
  private int lostProbes;
  private long probes;

  HintListener(Pool own, String channel, Scheduler scheduler, Context context, Ear ear) {
    this.own = own;
    this.channel = channel;
    this.scheduler = scheduler;
    this.context = context;
    this.ear = ear;
  }

  /// Completes when the first probe has returned or was waited for in vain; fails if the first
  /// session cannot be opened.
  Future<Void> start() {
    listen();
    return started.future();
  }

  Future<Void> stop() {
    stopped = true;
    hearing = false;
    cancelTimer();
    started.tryFail(new IllegalStateException("the bus was stopped"));
    return own.close();
  }

  /// Whether the last probe came back. Any thread.
  boolean isHearing() {
    return hearing;
  }

  /// A probe came back.
  void probeReturned(long number) {
    if (probing && number == probes) {
      cancelTimer();
      probed(true);
    }
  }

  private void listen() {
    own.getConnection().compose(this::open).onSuccess(this::listening).onFailure(this::failed);
  }

  private Future<PgConnection> open(SqlConnection connection) {
    var opened = PgConnection.cast(connection);
    opened.notificationHandler(note -> context.runOnContext(_ -> heard(note)));
    opened.exceptionHandler(
        e -> log.atDebug().addKeyValue("reason", e.getMessage()).log("listening failed"));
    opened.closeHandler(_ -> context.runOnContext(_ -> lost(opened)));
    return opened.query("LISTEN " + channel).execute().map(opened).onFailure(_ -> opened.close());
  }

  private void heard(PgNotification note) {
    if (!stopped) {
      ear.onPayload(note.getPayload());
    }
  }

  private void listening(PgConnection opened) {
    if (!stopped) {
      session = opened;
      failures = 0;
      lostProbes = 0;
      ear.onListening();
      probe();
    }
  }

  private void lost(PgConnection closed) {
    if (closed.equals(session) && !stopped) {
      session = null;
      hearing = false;
      cancelTimer();
      log.atWarn().log("lost the connection that hears hints, polling until there is another");
      listenAgain();
    }
  }

  private void failed(Throwable e) {
    if (!started.tryFail(e)) {
      log.atDebug().addKeyValue("reason", e.getMessage()).log("cannot listen for hints yet");
      listenAgain();
    }
  }

  private void listenAgain() {
    if (!stopped) {
      failures++;
      var pause = BACKOFF.after(failures, ThreadLocalRandom.current());
      timer = scheduler.after(pause, this::listen);
    }
  }

  private void probe() {
    probing = true;
    probes++;
    ear.sendProbe(probes);
    timer = scheduler.after(PROBE_TIMEOUT, () -> probed(false));
  }

  private void probed(boolean returned) {
    probing = false;
    report(returned);
    hearing = returned;
    started.tryComplete();
    lostProbes = returned ? 0 : lostProbes + 1;
    if (lostProbes < DEAF) {
      timer = scheduler.after(PROBE_EVERY, this::probe);
    } else {
      replace();
    }
  }

  private void replace() {
    if (session != null) {
      session.close();
      session = null;
    }
    listenAgain();
  }

  private void report(boolean returned) {
    if (returned && !hearing) {
      log.atInfo().log("hints are heard");
    }
    if (!returned && !deafnessReported) {
      log.atWarn()
          .log(
              "hints do not come through, changes of other replicas are found by polling alone; if"
                  + " a pooler stands before the database, it must not lend connections by the"
                  + " transaction");
    }
    deafnessReported = !returned;
  }

  private void cancelTimer() {
    probing = false;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
