package dev.baton.model.openai;

import dev.baton.model.LanguageModel;
import dev.baton.model.LanguageModelConformance;
import dev.baton.model.ModelFactory;
import dev.baton.model.ModelRequest;
import dev.baton.model.Requests;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

class ChatCompletionsConformanceTest extends LanguageModelConformance {

  private final FakeOpenAiServer server;
  private @Nullable FakeExchange exchange;

  ChatCompletionsConformanceTest() throws TimeoutException {
    server = FakeOpenAiServer.start(vertx);
  }

  @Override
  protected LanguageModel model() {
    var provider =
        Requests.provider("openai-compat", Optional.of(server.baseUrl()), Optional.of("key-1234"));
    return new ModelFactory(vertx, scheduler, Duration.ZERO, "test")
        .create(provider, Requests.model("m"));
  }

  @Override
  protected void stop() throws Exception {
    server.stop();
  }

  @Override
  protected void awaitRequest() throws Exception {
    exchange = server.nextExchange();
  }

  @Override
  protected void assertProviderWasLeft() throws Exception {
    var begun = exchange == null ? server.nextExchange() : exchange;
    begun.awaitClosedByClient();
  }

  @Override
  protected ModelRequest expecting(Behaviour behaviour) {
    server.onRequest(exchange -> answer(behaviour, exchange));
    return Requests.ask("go");
  }

  private void answer(Behaviour behaviour, FakeExchange exchange) {
    switch (behaviour) {
      case TEXT -> exchange.text("Hello ").text("world").finish("stop").usage(9, 3).done();
      case REASONING -> exchange.reasoning("hm").text("ok").finish("stop").done();
      case CALLS ->
          exchange
              .call(0, "call_a", "one", "")
              .args(0, "{\"a\"")
              .call(1, "call_b", "two", "{")
              .args(0, ":1}")
              .args(1, "}")
              .finish("tool_calls")
              .done();
      case RATE_LIMIT ->
          exchange.refuse(
              429, "{\"error\":{\"message\":\"slow down\"}}", Map.of("retry-after", "7"));
      case ERROR_MIDWAY ->
          exchange
              .text("half")
              .chunk(
                  new JsonObject()
                      .put("error", new JsonObject().put("message", "The server is overloaded")))
              .end();
      case CUT -> exchange.text("half").end();
      case SILENT -> {}
      case STALLED -> exchange.text("half");
      case ENDLESS ->
          vertx.setPeriodic(
              1,
              timer -> {
                if (exchange.isClosedByClient()) {
                  vertx.cancelTimer(timer);
                } else {
                  exchange.text("x");
                }
              });
    }
  }
}
