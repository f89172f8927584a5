package dev.baton.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ErrorKind;
import dev.baton.model.openai.FakeOpenAiServer;
import dev.baton.time.VertxScheduler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFactoryTest {

  private final Vertx vertx = Vertx.vertx();
  private final FakeOpenAiServer server;
  private final ModelFactory models = factory(Duration.ofMinutes(10));

  ModelFactoryTest() throws TimeoutException {
    server = FakeOpenAiServer.start(vertx);
  }

  @AfterEach
  void stop() throws TimeoutException {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private ModelFactory factory(Duration silenceTimeout) {
    return new ModelFactory(vertx, new VertxScheduler(vertx), silenceTimeout, "test");
  }

  private static ProviderConfig provider(
      String type, String baseUrl, Optional<String> key, Map<String, String> headers, boolean on) {
    return new ProviderConfig(
        UUID.randomUUID(), Requests.type(type), "Acme", Optional.of(baseUrl), key, headers, on);
  }

  private ProviderConfig provider(String type, Optional<String> key) {
    return provider(type, server.baseUrl(), key, Map.of(), true);
  }

  private Heard hear(ProviderConfig provider) {
    var heard = new Heard();
    models.create(provider, Requests.model("m")).stream(Requests.ask("hi"), heard);
    return heard;
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "openai-compat"})
  void chat_completions_are_spoken_with(String type) throws InterruptedException {
    assertThat(hear(provider(type, Optional.of("key"))).finished()).isNotNull();
    assertThat(server.nextExchange().body().getString("model")).isEqualTo("m");
  }

  @Test
  void a_compatible_server_needs_no_key() throws InterruptedException {
    hear(provider("openai-compat", Optional.empty())).finished();

    assertThat(server.nextExchange().headers().contains("authorization")).isFalse();
  }

  @Test
  void the_scripted_model_needs_nothing() throws InterruptedException {
    var heard = new Heard();
    models.create(Requests.provider("scripted"), Requests.model("demo")).stream(
        Requests.ask("{\"delay_ms\": 0}", Requests.user("hi")), heard);

    assertThat(heard.finished()).isNotNull();
    assertThat(heard.text()).startsWith("You said: “hi”");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void openai_without_a_key_is_not_asked(String key) throws InterruptedException {
    var error = hear(provider("openai", Optional.of(key))).error();

    assertThat(error.kind()).isEqualTo(ErrorKind.MISSING_KEY);
    assertThat(error.message()).startsWith("Acme has no API key. Set the provider's api_key");
    assertThat(error.retryable()).isFalse();
    assertThat(server.allConnections()).isZero();
  }

  @Test
  void a_disabled_provider_is_not_asked() throws InterruptedException {
    var disabled = provider("openai", server.baseUrl(), Optional.of("key"), Map.of(), false);

    assertThat(hear(disabled).error().kind()).isEqualTo(ErrorKind.PROVIDER_DISABLED);
    assertThat(server.allConnections()).isZero();
  }

  @Test
  void a_type_that_is_not_spoken_is_refused_with_what_to_change() throws InterruptedException {
    var error = hear(provider("anthropic", Optional.of("key"))).error();

    assertThat(error.kind()).isEqualTo(ErrorKind.CONFIG);
    assertThat(error.message())
        .isEqualTo(
            "Acme is of type anthropic, which this version does not speak. It speaks openai-compat,"
                + " openai and scripted: change the provider's type, or choose another provider's"
                + " model.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:8080", "ftp://a.example", "http://", "http://a b"})
  void a_base_url_that_cannot_be_is_refused(String url) throws InterruptedException {
    var provider = provider("openai-compat", url, Optional.empty(), Map.of(), true);

    assertThat(hear(provider).error().kind()).isEqualTo(ErrorKind.CONFIG);
    assertThat(hear(provider).error().message()).contains("base_url must be an http or https URL");
  }

  @Test
  void a_header_that_cannot_be_sent_is_named_without_its_value() throws InterruptedException {
    var broken = Map.of("X-Key", "secret\nvalue");
    var error =
        hear(provider("openai-compat", server.baseUrl(), Optional.empty(), broken, true)).error();

    assertThat(error.kind()).isEqualTo(ErrorKind.CONFIG);
    assertThat(error.message()).contains("the header X-Key cannot be sent");
    assertThat(error.toString()).doesNotContain("secret");
  }

  @Test
  void models_are_guarded_against_silence() throws Exception {
    server.onRequest(_ -> {});
    var heard = new Heard();
    factory(Duration.ofMillis(50))
        .create(provider("openai-compat", Optional.empty()), Requests.model("m"))
        .stream(Requests.ask("hi"), heard);

    assertThat(heard.error().kind()).isEqualTo(ErrorKind.STREAM_SILENCE_TIMEOUT);
    server.nextExchange().awaitClosedByClient();
  }

  @Test
  void calls_end_when_the_factory_is_closed() throws Exception {
    server.onRequest(exchange -> exchange.text("half"));
    var before = hear(provider("openai-compat", Optional.empty()));
    before.awaitFirst();
    models.close().await(20, TimeUnit.SECONDS);
    var after = hear(provider("openai-compat", Optional.empty()));

    assertThat(before.failure()).isNotNull();
    assertThat(after.failure()).isNotNull();
  }
}
