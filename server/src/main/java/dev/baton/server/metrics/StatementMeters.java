package dev.baton.server.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.spi.metrics.ClientMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Times each statement from when it is sent until its answer is here. Statements that begin and
/// end transactions are not told of.
final class StatementMeters implements ClientMetrics<StatementMeters.Sent, Object, Object> {

  /// Statements are put together from few pieces; a bound all the same.
  private static final int MOST_TEXTS = 2_000;

  private final Metrics metrics;
  private final Clock clock;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  record Sent(String sql, long atNanos) {}

  StatementMeters(Metrics metrics) {
    this.metrics = metrics;
    this.clock = metrics.clock();
  }

  @Override
  public Sent requestBegin(String sql, Object request) {
    return new Sent(sql, clock.monotonicTime());
  }

  @Override
  public void responseEnd(Sent sent) {
    record(timer(sent.sql()), sent);
  }

  /// The statement failed.
  @Override
  public void requestReset(Sent sent) {
    record(timerOf(StatementKind.of(sent.sql()), "failed"), sent);
  }

  private void record(Timer timer, Sent sent) {
    timer.record(clock.monotonicTime() - sent.atNanos(), TimeUnit.NANOSECONDS);
  }

  private Timer timer(String sql) {
    var known = timers.get(sql);
    if (known != null) {
      return known;
    }
    if (timers.size() >= MOST_TEXTS) {
      return timerOf("other", "ok");
    }
    return timers.computeIfAbsent(sql, text -> timerOf(StatementKind.of(text), "ok"));
  }

  private Timer timerOf(String kind, String outcome) {
    return metrics.timer(
        "baton.statement",
        "Statements of PostgreSQL, by kind and outcome.",
        "kind",
        kind,
        "outcome",
        outcome);
  }
}
