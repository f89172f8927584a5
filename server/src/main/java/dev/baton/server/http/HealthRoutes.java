package dev.baton.server.http;

import dev.baton.json.Json;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// What load balancers and supervisors ask. For everybody.
final class HealthRoutes implements RouteGroup {

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);

  private final List<ReadyCheck> checks;
  private final Scheduler scheduler;

  HealthRoutes(List<ReadyCheck> checks, Scheduler scheduler) {
    this.checks = checks;
    this.scheduler = scheduler;
  }

  @Override
  public void mount(Routes routes) {
    for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
      routes.open(method, "/healthz", HealthRoutes::live);
      routes.open(method, "/readyz", this::ready);
    }
  }

  private static void live(RoutingContext context) {
    answer(context, 200, "{\"healthy\":true}");
  }

  private void ready(RoutingContext context) {
    Future.all(checks.stream().map(this::failing).toList())
        .onSuccess(all -> {
          List<Optional<String>> results = all.list();
          answer(context, results.stream().flatMap(Optional::stream).toList());
        });
  }

  /// The check's name, unless it holds. Never fails.
  private Future<Optional<String>> failing(ReadyCheck check) {
    var answer = Future.succeededFuture(check).compose(asked -> asked.probe().get());
    return scheduler
        .within(PROBE_LIMIT, answer, TimeoutException::new)
        .map(_ -> Optional.<String>empty())
        .otherwise(Optional.of(check.name()));
  }

  private static void answer(RoutingContext context, List<String> failing) {
    if (failing.isEmpty()) {
      answer(context, 200, "{\"ready\":true}");
    } else {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
      answer(context, 503, notReady(failing));
    }
  }

  /// An error body that says `ready`, too.
  private static String notReady(List<String> failing) {
    return Json.write(out -> {
      out.writeStartObject();
      out.writeBooleanField("ready", false);
      out.writeStringField("message", "This replica is not ready.");
      out.writeStringField("detail", "Failing: " + String.join(", ", failing) + ".");
      out.writeArrayFieldStart("validations");
      out.writeEndArray();
      out.writeArrayFieldStart("failing");
      for (String name : failing) {
        out.writeString(name);
      }
      out.writeEndArray();
      out.writeEndObject();
    });
  }

  private static void answer(RoutingContext context, int status, String json) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(json);
  }
}
