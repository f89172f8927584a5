package dev.baton.server.metrics;

import dev.baton.chat.ChatStatus;
import dev.baton.store.Census;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/// Answers a scrape. What must be asked for, of the database and of the feeds, is asked at most
/// once in a while, and waited for within a limit; then what was known before is told. Any thread.
public final class Scrape {

  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Metrics metrics;
  private final Scheduler scheduler;
  private final Supplier<Future<Census>> census;
  private final Supplier<Future<Long>> lag;
  private Future<?> asked = Future.succeededFuture();
  private long askedNanos;
  private volatile Census counted = new Census(Map.of(), 0, Duration.ZERO, 0);
  private volatile boolean isCounted;
  private volatile long parts;

  /// @param lag of the slowest watcher, in parts
  public Scrape(
      Metrics metrics,
      Scheduler scheduler,
      Supplier<Future<Census>> census,
      Supplier<Future<Long>> lag) {
    this.metrics = metrics;
    this.scheduler = scheduler;
    this.census = census;
    this.lag = lag;
    this.askedNanos = scheduler.nanoTime() - FRESH.toNanos();
    for (ChatStatus status : ChatStatus.values()) {
      metrics.gauge(
          "baton.chats",
          "Chats of the deployment, by status.",
          () -> known(counted.chats().getOrDefault(status, 0L)),
          "status",
          status.wireName());
    }
    metrics.gauge(
        "baton.chats.unowned",
        "Chats that should run and nobody runs.",
        () -> known(counted.unowned()));
    metrics.gauge(
        "baton.queue.longest.wait.seconds",
        "How long ago the first of those became runnable.",
        () -> known(counted.longestWait().toMillis() / 1e3));
    metrics.gauge(
        "baton.queued.messages",
        "Messages that wait for the end of a turn.",
        () -> known(counted.queued()));
    metrics.gauge(
        "baton.watcher.lag.parts",
        "Parts that the slowest watcher has yet to be sent.",
        () -> parts);
  }

  /// The answer, in Prometheus' text format. Never fails.
  public Future<String> answer() {
    var limit = Promise.<Void>promise();
    var timer = scheduler.after(PATIENCE, limit::tryComplete);
    refreshed().onComplete(_ -> limit.tryComplete());
    return limit.future().onComplete(_ -> timer.cancel()).map(_ -> metrics.scrape());
  }

  private synchronized Future<?> refreshed() {
    long now = scheduler.nanoTime();
    if (asked.isComplete() && now - askedNanos >= FRESH.toNanos()) {
      askedNanos = now;
      asked =
          Future.join(
              census.get().onSuccess(this::count).onFailure(_ -> isCounted = false),
              lag.get().onSuccess(slowest -> parts = slowest));
    }
    return asked;
  }

  private void count(Census fresh) {
    counted = fresh;
    isCounted = true;
  }

  /// What the database has not told is not a number.
  private Number known(Number value) {
    return isCounted ? value : Double.valueOf(Double.NaN);
  }
}
