package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.openai.FakeExchange;
import dev.baton.model.openai.FakeOpenAiServer;
import dev.baton.postgres.TestDatabase;
import dev.baton.server.Replica;
import dev.baton.server.config.ServerConfig;
import dev.baton.server.tracing.RequestTracer;
import dev.baton.server.tracing.TestTracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A replica in this process, whose spans are kept in memory.
@Tag("e2e")
class TracesTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final Duration SOON = Duration.ofSeconds(20);

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final Vertx vertx =
      Vertx.builder()
          .with(RequestTracer.on(new VertxOptions()))
          .withTracer(RequestTracer.factory(TestTracing.into(exporter)))
          .build();
  private final int port = Ports.free();
  private final BatonClient client = new BatonClient(vertx, port, Cluster.TOKEN);
  private FakeOpenAiServer openAi;
  private Replica replica;

  @BeforeEach
  void start() throws Exception {
    openAi = FakeOpenAiServer.start(vertx);
    replica = await(Replica.start(vertx, config()));
  }

  @AfterEach
  void stop() throws Exception {
    await(replica.stop());
    openAi.stop();
    await(vertx.close());
  }

  @Test
  void a_request_its_turn_and_what_the_turn_did_are_found_from_each_other() throws Exception {
    openAi.onRequest(TracesTest::callThenSay);
    create("What is up?", model());
    var first = openAi.nextExchange();
    Poll.until(SOON, () -> !spans("turn").isEmpty(), () -> "no turn in " + spans(""));

    var turn = spans("turn").getFirst();
    assertThat(turn.getLinks())
        .extracting(link -> link.getSpanContext().getTraceId())
        .containsExactly(TRACE);
    assertThat(spans("").stream().filter(it -> it.getParentSpanId().equals(turn.getSpanId())))
        .extracting(SpanData::getName)
        .contains("commit", "model call", "tool current_time");
    var request = spans("POST /api/v1/chats").getFirst();
    assertThat(request.getTraceId()).isEqualTo(TRACE);
    assertThat(request.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
        .isEqualTo(201);
    var call = spans("model call").getFirst();
    assertThat(first.headers().get("traceparent"))
        .startsWith("00-" + call.getTraceId() + "-" + call.getSpanId() + "-");
    assertThat(spans("").toString()).doesNotContain("What is up", "Nothing.", Cluster.TOKEN);
  }

  private static void callThenSay(FakeExchange exchange) {
    if (exchange.body().encode().contains("tool_call_id")) {
      exchange.text("Nothing.").finish("stop").done();
    } else {
      exchange.call(0, "c1", "current_time", "{}").finish("tool_calls").done();
    }
  }

  private List<SpanData> spans(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().startsWith(name))
        .toList();
  }

  private String model() {
    var provider =
        Wire.object()
            .put("provider", "openai-compat")
            .put("base_url", openAi.baseUrl())
            .put("api_key", "key");
    return client.addModel(provider, Wire.object(), false);
  }

  private void create(String text, String model) {
    var body = Wire.object().put("model_config_id", model);
    body.set("content", Wire.content(text));
    var request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setURI("/api/v1/chats")
            .putHeader("Authorization", "Bearer " + Cluster.TOKEN)
            .putHeader("Content-Type", "application/json")
            .putHeader("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
    client.answer(request, Buffer.buffer(body.toString())).expect(201);
  }

  private ServerConfig config() {
    return ServerConfig.load(
        Optional.empty(),
        Map.of(
            "BATON_HTTP_PORT",
            String.valueOf(port),
            "BATON_ADMIN_TOKEN",
            Cluster.TOKEN,
            "BATON_SECRETS_KEY",
            "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXMzMiE=",
            "BATON_DATABASE_URL",
            TestDatabase.migrated().config().url()));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }
}
