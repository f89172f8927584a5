package dev.baton.model.openai;

import static dev.baton.model.Requests.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ErrorKind;
import dev.baton.model.ErrorClassifier;
import dev.baton.model.Heard;
import dev.baton.model.LanguageModel;
import dev.baton.model.ModelEvent.FinishReason;
import dev.baton.model.ModelFactory;
import dev.baton.model.ProviderConfig;
import dev.baton.model.ProviderType;
import dev.baton.model.Requests;
import dev.baton.time.VertxScheduler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatCompletionsModelTest {

  private static final String KEY = "sk-test-0123456789";

  private final Vertx vertx = Vertx.vertx();
  private final FakeOpenAiServer server;
  private final ModelFactory models =
      new ModelFactory(vertx, new VertxScheduler(vertx), Duration.ZERO, "1.2.3");

  ChatCompletionsModelTest() throws TimeoutException {
    server = FakeOpenAiServer.start(vertx);
  }

  @AfterEach
  void stop() throws TimeoutException {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private ProviderConfig provider(String baseUrl, Map<String, String> headers) {
    return new ProviderConfig(
        UUID.randomUUID(),
        ProviderType.OPENAI_COMPAT,
        "Acme",
        Optional.of(baseUrl),
        Optional.of(KEY),
        headers,
        /* enabled= */ true);
  }

  private LanguageModel model() {
    return models.create(provider(server.baseUrl(), Map.of()), Requests.model("llama"));
  }

  private Heard hear(LanguageModel model) {
    var heard = new Heard();
    model.stream(ask("hi"), heard);
    return heard;
  }

  private Heard hear(Consumer<FakeExchange> behaviour) {
    server.onRequest(behaviour);
    return hear(model());
  }

  @Test
  void a_request_carries_key_product_and_custom_headers() throws InterruptedException {
    var provider = provider(server.baseUrl() + "/", Map.of("X-Team", "blue"));
    hear(models.create(provider, Requests.model("llama"))).finished();
    var exchange = server.nextExchange();

    assertThat(exchange.path()).isEqualTo("/v1/chat/completions");
    assertThat(exchange.headers().get("authorization")).isEqualTo("Bearer " + KEY);
    assertThat(exchange.headers().get("user-agent")).isEqualTo("baton/1.2.3");
    assertThat(exchange.headers().get("x-team")).isEqualTo("blue");
    assertThat(exchange.headers().contains("upgrade")).isFalse();
    assertThat(exchange.body().getString("model")).isEqualTo("llama");
    assertThat(exchange.body().getBoolean("stream")).isTrue();
  }

  @Test
  void a_custom_header_may_replace_the_key() throws InterruptedException {
    var provider = provider(server.baseUrl(), Map.of("authorization", "Basic abc"));
    hear(models.create(provider, Requests.model("m"))).finished();

    assertThat(server.nextExchange().headers().getAll("authorization"))
        .containsExactly("Basic abc");
  }

  @Test
  void an_end_after_a_finish_reason_needs_no_end_mark() throws InterruptedException {
    var heard = hear(exchange -> exchange.text("ok").finish("stop").end());

    assertThat(heard.finished().reason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void an_end_mark_needs_no_finish_reason() throws InterruptedException {
    var heard = hear(exchange -> exchange.text("ok").done());

    assertThat(heard.finished().reason()).isEqualTo(FinishReason.STOP);
    assertThat(heard.text()).isEqualTo("ok");
  }

  @Test
  void a_last_line_may_lack_its_line_break() throws InterruptedException {
    var heard = hear(exchange -> exchange.text("ok").raw("data: [DONE]").end());

    heard.finished();
  }

  @Test
  void a_connection_that_breaks_is_a_failure_worth_another_try() throws InterruptedException {
    var heard = hear(exchange -> exchange.text("half").finish("stop").cut());

    heard.assertEndedOnce();
    assertThat(heard.error().kind()).isEqualTo(ErrorKind.TIMEOUT);
    assertThat(heard.error().retryable()).isTrue();
  }

  @Test
  void an_error_event_is_a_failure_even_after_a_finish_reason() throws InterruptedException {
    var heard =
        hear(exchange ->
            exchange
                .text("half")
                .finish("stop")
                .raw("event: error\ndata: {\"message\": \"no\", \"code\": 503}\n\n")
                .done());

    assertThat(heard.error().statusCode()).isEqualTo(OptionalInt.of(503));
    heard.assertEndedOnce();
  }

  @Test
  void after_a_failure_in_mid_stream_the_connection_is_closed() throws Exception {
    hear(exchange -> exchange.chunk(new JsonObject().put("error", "boom"))).failure();

    server.nextExchange().awaitClosedByClient();
  }

  @Test
  void a_chunk_that_is_not_json_is_a_failure() throws InterruptedException {
    var heard = hear(exchange -> exchange.text("a").raw("data: {oops\n\n").text("b"));

    assertThat(heard.error().detail()).hasValue("{oops");
    assertThat(heard.error().retryable()).isTrue();
    assertThat(heard.text()).isEqualTo("a");
  }

  @Test
  void comments_and_blank_lines_mean_nothing() throws InterruptedException {
    var heard =
        hear(exchange ->
            exchange.raw(": keep-alive\n\n\n\r\nid: 7\n").text("ok").finish("stop").done());

    heard.finished();
    assertThat(heard.text()).isEqualTo("ok");
  }

  @Test
  void a_prompt_that_is_too_long_is_told_apart() throws InterruptedException {
    var body = "{\"error\":{\"message\":\"Too long.\",\"code\":\"context_length_exceeded\"}}";
    var heard = hear(exchange -> exchange.refuse(400, body, Map.of()));

    assertThat(heard.error().kind()).isEqualTo(ErrorKind.CONFIG);
    assertThat(ErrorClassifier.isContextTooLong(heard.error())).isTrue();
  }

  @Test
  void no_error_shows_the_key() throws InterruptedException {
    var heard =
        hear(exchange ->
            exchange.refuse(
                401, "{\"error\": \"bad key " + KEY + ", Bearer " + KEY + "\"}", Map.of()));

    assertThat(heard.error().kind()).isEqualTo(ErrorKind.AUTH);
    assertThat(heard.error().toString()).doesNotContain("0123456789").contains("bad key [removed]");
  }

  @Test
  void what_is_read_of_an_endless_refusal_is_bounded() throws Exception {
    var heard =
        hear(exchange -> {
          exchange.refuseEndlessly(500);
          vertx.setPeriodic(
              1,
              timer -> {
                if (exchange.isClosedByClient()) {
                  vertx.cancelTimer(timer);
                } else {
                  exchange.raw("no ".repeat(10_000));
                }
              });
        });

    assertThat(heard.error().statusCode()).isEqualTo(OptionalInt.of(500));
    server.nextExchange().awaitClosedByClient();
  }

  @Test
  void a_page_or_plain_json_is_not_an_answer() throws InterruptedException {
    var page = hear(exchange -> exchange.answer(200, "text/html", "<h1>Welcome</h1>")).error();
    var json = hear(exchange -> exchange.answer(200, "application/json", "{}")).error();
    var error =
        hear(exchange -> exchange.answer(200, "application/json", "{\"error\": \"overloaded\"}"))
            .error();

    assertThat(page.kind()).isEqualTo(ErrorKind.CONFIG);
    assertThat(page.detail()).hasValue("<h1>Welcome</h1>");
    assertThat(json.message()).contains("did not stream");
    assertThat(error.kind()).isEqualTo(ErrorKind.OVERLOADED);
  }

  @Test
  void a_redirect_is_not_followed() throws InterruptedException {
    var heard =
        hear(exchange -> exchange.refuse(307, "", Map.of("location", "http://127.0.0.1:1/")));

    assertThat(heard.error().statusCode()).isEqualTo(OptionalInt.of(307));
    assertThat(heard.error().retryable()).isFalse();
  }

  @Test
  void a_server_that_is_not_there_is_a_failure_worth_another_try() throws InterruptedException {
    var heard =
        hear(models.create(provider("http://127.0.0.1:1/v1", Map.of()), Requests.model("m")));

    assertThat(heard.error().kind()).isEqualTo(ErrorKind.TIMEOUT);
    assertThat(heard.error().retryable()).isTrue();
  }

  @Test
  void a_connection_is_used_again_after_a_finished_answer() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      hear(model()).finished();
    }

    assertThat(server.allConnections()).isLessThan(5);
  }

  @Test
  void a_server_that_does_not_hang_up_after_its_end_mark_is_left() throws Exception {
    hear(exchange -> exchange.text("ok").finish("stop").raw("data: [DONE]\n\n")).finished();

    server.nextExchange().awaitClosedByClient();
  }

  @Test
  void five_hundred_streams_run_at_the_same_time() throws Exception {
    server.onRequest(exchange -> exchange.text("half"));
    var calls = Stream.generate(Heard::new).limit(500).toList();
    var model = model();
    calls.forEach(heard -> model.stream(ask("hi"), heard));
    for (var heard : calls) {
      heard.awaitFirst();
    }

    assertThat(server.openConnections()).isEqualTo(500);
    for (int i = 0; i < 500; i++) {
      server.nextExchange().text(" and half").finish("stop").done();
    }
    for (var heard : calls) {
      heard.finished();
      assertThat(heard.text()).isEqualTo("half and half");
    }
  }

  @Test
  void a_traced_request_carries_its_traceparent_and_the_next_does_not()
      throws InterruptedException {
    var traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    var model = model();
    model.stream(ask("hi").tracedAs(traceparent), _ -> {});
    assertThat(server.nextExchange().headers().get("traceparent")).isEqualTo(traceparent);
    model.stream(ask("hi"), _ -> {});
    assertThat(server.nextExchange().headers().contains("traceparent")).isFalse();
  }
}
