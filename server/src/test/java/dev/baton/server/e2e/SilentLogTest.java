package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.model.openai.FakeExchange;
import dev.baton.model.openai.FakeOpenAiServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is logged at the level that says most, of conversations whose every word is marked.
@Tag("e2e")
class SilentLogTest {

  private static final String QUESTION = "marked-question-7431";
  private static final String ANSWER = "marked-answer-9028";
  private static final String ARGUMENT = "marked-argument-1177";
  private static final String SYSTEM = "marked-system-prompt-3395";
  private static final String TITLE = "marked-title-6650";
  private static final String KEY = "marked-provider-key-8824";
  private static final String REFUSAL = "marked-refusal-5512";

  @Test
  void no_line_holds_a_secret_a_prompt_or_a_message_and_every_line_is_json() throws Exception {
    try (var cluster =
        Cluster.create()
            .with("BATON_LOG_LEVEL", "debug")
            .with("BATON_LOG_FORMAT", "json")
            .with("BATON_MODEL_RETRY_MAX_FAILURES", "1")) {
      cluster.start();
      var openAi = FakeOpenAiServer.start(cluster.vertx());
      var client = cluster.client();
      String model = model(client, openAi);

      openAi.onRequest(SilentLogTest::callThenSay);
      var watcher = ask(client, model);
      assertThat(watcher.awaitRest().timeline().getLast().text()).isEqualTo(ANSWER);
      openAi.onRequest(exchange ->
          exchange.refuse(401, "{\"error\":{\"message\":\"" + REFUSAL + "\"}}", Map.of()));
      ask(client, model).awaitRest();
      openAi.stop();
      cluster.stop();

      List<String> log = cluster.log();
      assertThat(log).filteredOn(line -> line.contains("\"chat_id\":\"")).isNotEmpty();
      assertThat(log).filteredOn(line -> line.contains("\"level\":\"DEBUG\"")).isNotEmpty();
      assertThat(log.stream().map(Wire::parse)).allMatch(SilentLogTest::isLine);
      for (String secret : secrets()) {
        assertThat(log).noneMatch(line -> line.contains(secret));
      }
    }
  }

  private static void callThenSay(FakeExchange exchange) {
    if (exchange.body().encode().contains("tool_call_id")) {
      exchange.text(ANSWER).finish("stop").usage(3, 2).done();
    } else {
      exchange.call(0, "c1", "current_time", arguments()).finish("tool_calls").done();
    }
  }

  private static boolean isLine(JsonNode line) {
    return Stream.of("time", "level", "logger", "message").allMatch(line::hasNonNull);
  }

  private static List<String> secrets() {
    return List.of(QUESTION, ANSWER, ARGUMENT, SYSTEM, TITLE, KEY, REFUSAL, Cluster.TOKEN);
  }

  private static String arguments() {
    return Wire.object().put("note", ARGUMENT).toString();
  }

  private static String model(BatonClient client, FakeOpenAiServer openAi) {
    var provider =
        Wire.object()
            .put("provider", "openai-compat")
            .put("base_url", openAi.baseUrl())
            .put("api_key", KEY);
    return client.addModel(provider, Wire.object(), false);
  }

  private static Watcher ask(BatonClient client, String model) {
    var body = Wire.object().put("model_config_id", model).put("system_prompt", SYSTEM);
    body.put("title", TITLE).set("content", Wire.content(QUESTION));
    return Watcher.of(client, client.post("/chats", body).expect(201).json().path("id").asText());
  }
}
