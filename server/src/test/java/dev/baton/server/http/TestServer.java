package dev.baton.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.json.Json;
import dev.baton.server.auth.Authenticator;
import dev.baton.server.auth.SameOrigin;
import dev.baton.server.metrics.Metrics;
import dev.baton.server.metrics.MetricsRoutes;
import dev.baton.server.metrics.Scrape;
import dev.baton.store.Census;
import dev.baton.time.Scheduler;
import dev.baton.time.VertxScheduler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The HTTP interface over fakes, on a port of the loopback.
public final class TestServer implements AutoCloseable {

  public static final int MAX_BODY_BYTES = 256 * 1024;

  public final Vertx vertx = Vertx.vertx();
  public final FakeStores stores = new FakeStores();
  public final FakeIdempotency keys = new FakeIdempotency(stores.stores());
  public final HttpApi api;
  public final Authenticator authenticator;
  public final HttpListener listener;
  private final HttpClient client;
  private final Context loop = vertx.getOrCreateContext();
  private final int port;

  public record Answer(int status, MultiMap headers, String body) {
    public JsonNode json() {
      return Json.parse(body);
    }
  }

  public static HttpSettings settings() {
    return new HttpSettings(
        "127.0.0.1",
        0,
        MAX_BODY_BYTES,
        Optional.empty(),
        Set.of("agents"),
        Duration.ofDays(30),
        false,
        Limits.DEFAULTS);
  }

  public static HttpSettings settings(URI publicUrl) {
    var plain = settings();
    return new HttpSettings(
        plain.host(),
        plain.port(),
        plain.maxBodyBytes(),
        Optional.of(publicUrl),
        plain.experiments(),
        plain.sessionTtl(),
        plain.healthApart(),
        plain.limits());
  }

  public static HttpSettings settings(Limits limits) {
    var plain = settings();
    return new HttpSettings(
        plain.host(),
        plain.port(),
        plain.maxBodyBytes(),
        plain.publicUrl(),
        plain.experiments(),
        plain.sessionTtl(),
        plain.healthApart(),
        limits);
  }

  public static HttpSettings settingsWithoutExperiments() {
    var plain = settings();
    return new HttpSettings(
        plain.host(),
        plain.port(),
        plain.maxBodyBytes(),
        plain.publicUrl(),
        Set.of(),
        plain.sessionTtl(),
        plain.healthApart(),
        plain.limits());
  }

  public TestServer() {
    this(settings(), List.of(), _ -> List.of());
  }

  public TestServer(
      HttpSettings settings,
      List<ReadyCheck> checks,
      Function<TestServer, List<RouteGroup>> streams) {
    this(settings, checks, streams, 1);
  }

  /// @param haste by how much all waiting is cut short
  public TestServer(
      HttpSettings settings,
      List<ReadyCheck> checks,
      Function<TestServer, List<RouteGroup>> streams,
      int haste) {
    var scheduler = new HastyScheduler(new VertxScheduler(vertx), haste);
    var sameOrigin = new SameOrigin(settings.publicUrl());
    authenticator = new Authenticator(stores.accounts, sameOrigin, scheduler);
    api =
        new HttpApi(
            vertx,
            settings,
            stores.stores(),
            stores.leases(),
            keys,
            authenticator,
            scheduler,
            checks,
            List.of(new MetricsRoutes(scrape(scheduler))),
            streams.apply(this));
    listener = new HttpListener(vertx, settings.host(), settings.port(), api.router());
    client = vertx.createHttpClient();
    port = await(listener.start());
  }

  private static Scrape scrape(Scheduler scheduler) {
    var nothing = new Census(Map.of(), 0, Duration.ZERO, 0);
    return new Scrape(
        new Metrics(),
        scheduler,
        () -> Future.succeededFuture(nothing),
        () -> Future.succeededFuture(0L));
  }

  public int port() {
    return port;
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no answer in time, or a failure", e);
    }
  }

  /// A request of the member.
  public Answer ask(String method, String path, String body) {
    return ask(
        method,
        path,
        Buffer.buffer(body),
        MultiMap.caseInsensitiveMultiMap().set("Authorization", "Bearer member"));
  }

  public Answer get(String path) {
    return ask("GET", path, "");
  }

  public Answer post(String path, String body) {
    return ask("POST", path, body);
  }

  public Answer ask(String method, String path, Buffer body, MultiMap headers) {
    return await(begin(method, path, body, headers));
  }

  /// Asks, and does not wait for the answer.
  public Future<Answer> begin(String method, String path, Buffer body, MultiMap headers) {
    var options =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setMethod(HttpMethod.valueOf(method))
            .setURI(path)
            .setHeaders(headers);
    Promise<Answer> answer = Promise.promise();
    // On one event loop: from elsewhere, a response may be over before anybody reads its body.
    loop.runOnContext(_ ->
        client
            .request(options)
            .compose(request -> body.length() == 0 ? request.send() : request.send(body))
            .compose(TestServer::read)
            .onComplete(answer));
    return answer.future();
  }

  private static Future<Answer> read(HttpClientResponse response) {
    return response
        .body()
        .map(body -> new Answer(response.statusCode(), response.headers(), body.toString()));
  }

  @Override
  public void close() {
    await(listener.stop());
    await(vertx.close());
  }
}
