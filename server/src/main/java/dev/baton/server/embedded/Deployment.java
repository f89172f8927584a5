package dev.baton.server.embedded;

import dev.baton.server.config.Environment;
import dev.baton.server.config.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// PostgreSQL and the replicas, from the first start to the last stop.
///
/// [#start] and [#awaitEnd] are for one thread, [#stop] for another: it may come at any moment,
/// also while the start is on its way, which it then cuts short. Each process has a virtual thread
/// that waits for its end.
public final class Deployment {

  /// What a replica may take to stop, beyond the grace of its chats, before it is killed.
  private static final Duration BEYOND_DRAIN = Duration.ofSeconds(12);

  private static final int SIGN_IN_SECRET_BYTES = 32;

  private final DeploymentPlan plan;
  private final Consumer<String> say;
  private final StopSignal stop = new StopSignal();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Deque<Runnable> undo = new ArrayDeque<>();

  /// A deployment that is not yet started.
  ///
  /// @param say takes what the person at the terminal should read; called from any thread
  public Deployment(DeploymentPlan plan, Consumer<String> say) {
    this.plan = plan;
    this.say = say;
  }

  /// Returns when all replicas are ready, or when it was told to stop meanwhile.
  ///
  /// @throws DeploymentException when something did not start; what did, runs until [#stop]
  public synchronized void start() throws InterruptedException {
    var directory = DataDirectory.hold(plan.data());
    undo.push(directory::close);
    endOrphans(directory);
    Replicas.checkPorts(plan);
    var database = startDatabase(directory);
    if (!stop.isGiven()) {
      startReplicas(directory, database);
    }
  }

  /// Returns when nothing is left to keep running, and nobody asked for that.
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /// Stops the replicas, all at once, and then the database.
  public void stop() {
    stop.give();
    synchronized (this) {
      while (!undo.isEmpty()) {
        undo.pop().run();
      }
    }
  }

  // They have noticed by themselves that their supervisor is gone, and hand their chats on. Until
  // then the database, which outlived it too, stays as it is.
  private void endOrphans(DataDirectory directory) {
    var orphans = ReplicaLauncher.orphans(directory);
    if (!orphans.isEmpty()) {
      say.accept("waiting for the replicas of an earlier run to end: " + orphans.size());
      Processes.end(orphans, grace());
    }
  }

  private EmbeddedDatabase startDatabase(DataDirectory directory) {
    var database = EmbeddedDatabase.start(directory, plan.maxConnections());
    undo.push(database::stop);
    Thread.startVirtualThread(() -> keep(database));
    say.accept("PostgreSQL is ready on port " + database.port() + ", data: " + directory.path());
    return database;
  }

  private void startReplicas(DataDirectory directory, EmbeddedDatabase database)
      throws InterruptedException {
    var signIn = plan.config().auth().signInSecret().orElseGet(Deployment::randomSecret);
    var launcher = new ReplicaLauncher(plan, directory, settings(directory, database, signIn));
    var replicas = Replicas.start(launcher, stop, say);
    undo.push(() -> replicas.stop(grace()));
    replicas.awaitReady();
    if (!stop.isGiven()) {
      replicas.keep(this::nothingIsLeft);
      say.accept("sign in once: " + launcher.url(0) + "/auth/link?token=" + signIn.reveal());
      say.accept("stop everything with Ctrl-C");
    }
  }

  private Map<String, String> settings(
      DataDirectory directory, EmbeddedDatabase database, Secret signIn) {
    var config = plan.config();
    var key = config.secrets().key().map(Secret::reveal);
    return Map.of(
        Environment.variable("database.url"), database.url(),
        Environment.variable("auth.sign-in-secret"), signIn.reveal(),
        Environment.variable("secrets.key"), key.orElseGet(() -> directory.key("secret.key")));
  }

  private void keep(EmbeddedDatabase database) {
    try {
      database.awaitEnd();
      while (startAgain(database)) {
        database.awaitEnd();
      }
    } catch (DeploymentException failed) {
      say.accept(failed.getMessage());
      nothingIsLeft();
    }
  }

  private void nothingIsLeft() {
    if (!stop.isGiven()) {
      ended.countDown();
    }
  }

  private synchronized boolean startAgain(EmbeddedDatabase database) {
    if (stop.isGiven()) {
      return false;
    }
    say.accept("PostgreSQL ended and is started again; its log: " + database.log());
    database.startAgain();
    return true;
  }

  private Duration grace() {
    return plan.config().worker().drainGrace().plus(BEYOND_DRAIN);
  }

  private static Secret randomSecret() {
    var bytes = new byte[SIGN_IN_SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
