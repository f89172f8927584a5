package dev.baton.server.auth;

import dev.baton.server.auth.AuthException.Busy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/// Hashes passwords on threads of its own: one hash takes a processor for a good part of a second,
/// on purpose. Only so many may wait, so that a flood of tries costs those who try and nobody else.
/// Any thread; futures complete on the caller's context.
public final class Passwords {

  private static final int MOST_WAITING = 32;

  private final WorkerExecutor threads;
  private final int iterations;
  private final PasswordHash ofNobody;
  private final AtomicInteger waiting = new AtomicInteger();

  public Passwords(Vertx vertx) {
    this(vertx, PasswordHash.ITERATIONS);
  }

  /// With another price, for tests.
  public Passwords(Vertx vertx, int iterations) {
    int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    this.threads = vertx.createSharedWorkerExecutor("passwords", half);
    this.iterations = iterations;
    this.ofNobody = PasswordHash.unmatchable(iterations);
  }

  /// A hash to be stored.
  ///
  /// @return fails with [Busy] if too many wait already
  public Future<String> hash(String password) {
    return work(() -> PasswordHash.of(password, iterations).text());
  }

  /// Whether it is the password that was hashed. Takes as long when there is no hash.
  ///
  /// @return fails with [Busy] if too many wait already
  public Future<Boolean> matches(String password, Optional<String> hash) {
    var stored = hash.map(PasswordHash::parse).orElse(ofNobody);
    return work(() -> stored.matches(password) && hash.isPresent());
  }

  private <T> Future<T> work(Callable<T> work) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return Future.failedFuture(new Busy());
    }
    return threads
        .executeBlocking(work, /* ordered= */ false)
        .onComplete(_ -> waiting.decrementAndGet());
  }
}
