package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.model.openai.FakeExchange;
import dev.baton.model.openai.FakeOpenAiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("e2e")
@ExtendWith(SharedCluster.class)
class OpenAiTest {

  private FakeOpenAiServer openAi;
  private BatonClient client;
  private String model = "";

  @BeforeEach
  void prepare(Cluster cluster) throws Exception {
    openAi = FakeOpenAiServer.start(cluster.vertx());
    openAi.onRequest(FakeExchange::open);
    client = cluster.client();
    var provider =
        Wire.object()
            .put("provider", "openai-compat")
            .put("base_url", openAi.baseUrl())
            .put("api_key", "a-secret-key");
    model = client.addModel(provider, Wire.object(), false);
  }

  @AfterEach
  void stop() throws Exception {
    openAi.stop();
  }

  @Test
  void a_real_openai_compatible_server_streams_through() throws Exception {
    var watcher = begin("What is up?");
    var exchange = openAi.nextExchange();
    assertThat(exchange.path()).isEqualTo("/v1/chat/completions");
    assertThat(exchange.headers().get("authorization")).isEqualTo("Bearer a-secret-key");
    assertThat(exchange.body().getString("model")).isEqualTo("test-model");

    exchange.text("The ");
    watcher.await("the first word", view -> view.preview().text().equals("The "));
    exchange.text("sky, \uD83C\uDF24.");
    watcher.await("the rest", view -> view.preview().text().equals("The sky, \uD83C\uDF24."));
    exchange.finish("stop").usage(11, 5).done();

    var answer = watcher.awaitRest().timeline().getLast();
    assertThat(answer.text()).isEqualTo("The sky, \uD83C\uDF24.");
    JsonNode usage = answer.json().path("usage");
    assertThat(usage.path("input_tokens").longValue()).isEqualTo(11);
    assertThat(usage.path("output_tokens").longValue()).isEqualTo(5);
  }

  @Test
  void an_interrupt_closes_the_connection_of_the_server_that_answers() throws Exception {
    var watcher = begin("Count to a million.");
    var exchange = openAi.nextExchange();
    exchange.text("One, two, ");
    watcher.await("a beginning", view -> view.preview().text().equals("One, two, "));

    client.interrupt(watcher.chat()).expect(200);

    exchange.awaitClosedByClient();
    assertThat(watcher.awaitRest().timeline())
        .extracting(Event.Message::role, Event.Message::text)
        .containsExactly(tuple("user", "Count to a million."), tuple("assistant", "One, two, "));
    watcher.awaitSame(client.stored(watcher.chat()));
  }

  @Test
  void a_call_of_a_tool_goes_there_and_back() throws Exception {
    var watcher = begin("What time is it?");
    openAi.nextExchange().call(0, "call_7", "current_time", "{}").finish("tool_calls").done();
    var second = openAi.nextExchange();
    assertThat(second.body().getJsonArray("messages").encode())
        .contains("\"tool_call_id\":\"call_7\"");
    second.text("Late.").finish("stop").done();

    assertThat(watcher.awaitRest().timeline())
        .extracting(Event.Message::role)
        .containsExactly("user", "assistant", "tool", "assistant");
    watcher.awaitSame(client.stored(watcher.chat()));
  }

  private Watcher begin(String question) {
    return Watcher.of(
        client, client.create(question, model).expect(201).json().path("id").asText());
  }
}
