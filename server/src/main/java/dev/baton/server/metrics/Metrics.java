package dev.baton.server.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// All meters of a process. Any thread.
public final class Metrics implements AutoCloseable {

  private static final Duration[] BUCKETS =
      Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 120_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  public Metrics() {
    Stream.of(
            new JvmMemoryMetrics(),
            garbageCollection,
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics())
        .forEach(binder -> binder.bindTo(registry));
  }

  /// Everything, in Prometheus' text format.
  public String scrape() {
    return registry.scrape();
  }

  /// Stops to listen to the garbage collector.
  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }

  Clock clock() {
    return registry.config().clock();
  }

  Timer timer(String name, String description, String... labels) {
    return Timer.builder(name)
        .description(description)
        .tags(labels)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  Counter counter(String name, String description, String... labels) {
    return Counter.builder(name).description(description).tags(labels).register(registry);
  }

  /// A counter that is kept elsewhere.
  <T> void counted(
      String name, String description, T source, ToDoubleFunction<T> count, String... labels) {
    FunctionCounter.builder(name, source, count)
        .description(description)
        .tags(labels)
        .register(registry);
  }

  void gauge(String name, String description, Supplier<Number> value, String... labels) {
    Gauge.builder(name, value)
        .description(description)
        .tags(labels)
        .strongReference(true)
        .register(registry);
  }
}
