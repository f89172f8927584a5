package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.UpgradeRejectedException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is sent, the answer says what is wrong with it, and nothing has changed.
@Tag("e2e")
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
  private static final String NUL = "\\u0000";
  private static final int TOO_LONG = 9 << 20;

  private BatonClient client;
  private String chat = "";
  private long user;
  private long assistant;

  @BeforeAll
  void prepare(Cluster cluster) {
    client = cluster.client();
    chat = client.create(Script.words("a question", 3, 1).message()).ok().path("id").asText();
    var watcher = Watcher.of(client, chat);
    var messages = watcher.awaitRest().timeline();
    watcher.close();
    user = messages.getFirst().id();
    assistant = messages.getLast().id();
  }

  @ParameterizedTest(name = "{1} {2} {3} is {0}")
  @MethodSource("requests")
  void a_bad_request_is_refused_and_changes_nothing(
      int status, String method, String path, String body) {
    List<String> before = everything();
    var answer =
        client.send(
            HttpMethod.valueOf(method),
            path.replace("{chat}", chat)
                .replace("{user}", String.valueOf(user))
                .replace("{assistant}", String.valueOf(assistant)),
            body);
    assertProblem(answer.expect(status));
    assertThat(everything()).isEqualTo(before);
  }

  static Stream<Arguments> requests() {
    return Stream.of(creations(), chats(), messages(), turns(), models(), addresses())
        .flatMap(requests -> requests);
  }

  private static Stream<Arguments> creations() {
    return Stream.of(
            "",
            "{",
            "nonsense",
            "null",
            "[]",
            "{} {}",
            "{\"content\":[{\"type\":\"text\",\"text\":\"a\"}],\"content\":[]}",
            "[".repeat(2_000) + "]".repeat(2_000),
            "{}",
            "{\"content\":[]}",
            "{\"content\":\"hello\"}",
            "{\"content\":{\"type\":\"text\",\"text\":\"a\"}}",
            "{\"content\":[1]}",
            "{\"content\":[{\"text\":\"a\"}]}",
            content("{\"type\":\"text\"}"),
            content("{\"type\":\"text\",\"text\":\"\"}"),
            content("{\"type\":\"text\",\"text\":7}"),
            content("{\"type\":\"dance\",\"text\":\"a\"}"),
            content("{\"type\":\"tool-result\",\"tool_call_id\":\"x\",\"result\":1}"),
            content("{\"type\":\"text\",\"text\":\"a" + NUL + "b\"}"),
            content("{\"type\":\"text\",\"text\":\"\\ud800 alone\"}"),
            content("{\"type\":\"text\",\"text\":\"alone \\udc00\"}"),
            text("\"model_config_id\":\"nothing\""),
            text("\"model_config_id\":\"" + NOBODY + "\""),
            text("\"model_config_id\":5"),
            text("\"title\":5"),
            text("\"title\":\"a" + NUL + "\""),
            text("\"labels\":[]"),
            text("\"labels\":{\"a\":1}"),
            text("\"workspace_id\":\"nothing\""),
            text("\"dynamic_tools\":{}"))
        .map(body -> request(400, "POST", "/chats", body));
  }

  private static Stream<Arguments> chats() {
    return Stream.of(
        request(400, "PATCH", "/chats/{chat}", "{\"archived\":\"yes\"}"),
        request(400, "PATCH", "/chats/{chat}", "{\"title\":{}}"),
        request(400, "PATCH", "/chats/{chat}", "{\"pin_order\":\"first\"}"),
        request(400, "PATCH", "/chats/{chat}", "{\"labels\":\"all\"}"),
        request(400, "PATCH", "/chats/{chat}", "["),
        request(404, "PATCH", "/chats/" + NOBODY, "{\"title\":\"a\"}"),
        request(404, "GET", "/chats/" + NOBODY, ""),
        request(400, "GET", "/chats/nothing", ""),
        request(404, "DELETE", "/chats/" + NOBODY, ""),
        request(409, "DELETE", "/chats/{chat}", ""),
        request(400, "GET", "/chats?limit=0", ""),
        request(400, "GET", "/chats?limit=201", ""),
        request(400, "GET", "/chats?limit=many", ""),
        request(400, "GET", "/chats?archived=perhaps", ""),
        request(400, "GET", "/chats?label=nocolon", ""),
        request(400, "GET", "/chats?after=nowhere", ""));
  }

  private static Stream<Arguments> messages() {
    String good = content("{\"type\":\"text\",\"text\":\"a\"}");
    return Stream.of(
        request(400, "GET", "/chats/{chat}/messages?limit=0", ""),
        request(400, "GET", "/chats/{chat}/messages?limit=201", ""),
        request(400, "GET", "/chats/{chat}/messages?before_id=x", ""),
        request(400, "GET", "/chats/{chat}/messages?after_id=99999999999999999999", ""),
        request(400, "GET", "/chats/{chat}/messages?after_id=7&before_id=7", ""),
        request(404, "GET", "/chats/" + NOBODY + "/messages", ""),
        request(400, "POST", "/chats/{chat}/messages", "{"),
        request(400, "POST", "/chats/{chat}/messages", "{\"content\":[]}"),
        request(400, "POST", "/chats/{chat}/messages", text("\"busy_behavior\":\"wait\"")),
        request(400, "POST", "/chats/{chat}/messages", text("\"busy_behavior\":true")),
        request(
            400, "POST", "/chats/{chat}/messages", text("\"model_config_id\":\"" + NOBODY + "\"")),
        request(404, "POST", "/chats/" + NOBODY + "/messages", good),
        request(400, "PATCH", "/chats/{chat}/messages/first", good),
        request(400, "PATCH", "/chats/{chat}/messages/{assistant}", good),
        request(400, "PATCH", "/chats/{chat}/messages/{user}", "{\"content\":[]}"),
        request(400, "PATCH", "/chats/{chat}/messages/{user}", "{\"content\":3}"),
        request(404, "PATCH", "/chats/{chat}/messages/9000000000000", good),
        request(404, "PATCH", "/chats/" + NOBODY + "/messages/{user}", good),
        request(400, "PATCH", "/chats/{chat}/queue/first", good),
        request(400, "DELETE", "/chats/{chat}/queue/first", ""),
        request(400, "POST", "/chats/{chat}/queue/first/promote", ""),
        request(404, "PATCH", "/chats/{chat}/queue/9000000000000", good),
        request(404, "DELETE", "/chats/{chat}/queue/9000000000000", ""),
        request(404, "POST", "/chats/{chat}/queue/9000000000000/promote", ""));
  }

  private static Stream<Arguments> turns() {
    return Stream.of(
        request(409, "POST", "/chats/{chat}/interrupt", ""),
        request(409, "POST", "/chats/{chat}/retry", ""),
        request(404, "POST", "/chats/" + NOBODY + "/interrupt", ""),
        request(404, "POST", "/chats/" + NOBODY + "/retry", ""),
        request(400, "POST", "/chats/{chat}/tool-results", "{\"results\":[]}"),
        request(400, "POST", "/chats/{chat}/tool-results", "{\"results\":{}}"),
        request(
            409,
            "POST",
            "/chats/{chat}/tool-results",
            "{\"results\":[{\"tool_call_id\":\"x\",\"output\":1}]}"));
  }

  private static Stream<Arguments> models() {
    return Stream.of(
        request(400, "POST", "/model-providers", "{"),
        request(400, "POST", "/model-providers", "{}"),
        request(400, "POST", "/model-providers", "{\"provider\":\"oracle-of-delphi\"}"),
        request(400, "POST", "/model-providers", "{\"provider\":5}"),
        request(400, "POST", "/model-providers", "{\"provider\":\"openai-compat\"}"),
        request(400, "POST", "/model-providers", provider("\"base_url\":\"file:///x\"")),
        request(400, "POST", "/model-providers", provider("\"api_key\":\"a\\nb\"")),
        request(400, "POST", "/model-providers", provider("\"headers\":{\"a b\":\"c\"}")),
        request(400, "POST", "/model-configs", "{}"),
        request(400, "POST", "/model-configs", model("\"context_limit\":1000", NOBODY)),
        request(400, "POST", "/model-configs", model("\"context_limit\":0", NOBODY)),
        request(400, "POST", "/model-configs", model("\"context_limit\":\"big\"", NOBODY)),
        request(404, "PATCH", "/model-configs/" + NOBODY, "{\"display_name\":\"a\"}"),
        request(400, "PATCH", "/model-configs/nothing", "{\"display_name\":\"a\"}"),
        request(404, "DELETE", "/model-configs/" + NOBODY, ""),
        request(404, "PATCH", "/model-providers/" + NOBODY, "{\"display_name\":\"a\"}"),
        request(404, "DELETE", "/model-providers/" + NOBODY, ""));
  }

  private static Stream<Arguments> addresses() {
    return Stream.of(
        request(404, "GET", "/nothing", ""),
        request(404, "POST", "/chats/{chat}/nothing", "{}"),
        request(404, "GET", "/../internal/v1/parts", ""),
        request(405, "PUT", "/chats/{chat}", "{}"));
  }

  @Test
  void a_body_that_is_too_long_is_refused() {
    List<String> before = everything();
    assertProblem(client.create("a".repeat(TOO_LONG)).expect(413));
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void a_stranger_is_told_nothing() {
    for (String authorization : List.of("", "Bearer ", "Bearer nonsense", "Basic YTpi")) {
      var request = new RequestOptions().setMethod(HttpMethod.GET).setURI("/api/v1/chats/" + chat);
      if (!authorization.isEmpty()) {
        request.putHeader("Authorization", authorization);
      }
      assertProblem(client.answer(request, Buffer.buffer()).expect(401));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?after_id=first",
        "?history_version=3",
        "?history_version=3&generation_attempt=1",
        "?seq=0&generation_attempt=1",
        "?history_version=a&generation_attempt=1&seq=0",
        "?history_version=-1&generation_attempt=1&seq=0"
      })
  void a_cursor_that_is_none_is_refused_before_the_upgrade(String query) {
    assertRefused(400, "/chats/" + chat + "/stream" + query);
  }

  @Test
  void a_stream_of_nothing_is_refused_before_the_upgrade() {
    assertRefused(404, "/chats/" + UUID.randomUUID() + "/stream");
    assertRefused(400, "/chats/nothing/stream");
  }

  @ParameterizedTest
  @CsvSource({"hello", "[]", "''"})
  void a_client_that_speaks_on_the_stream_is_sent_away(String data) {
    List<String> before = everything();
    var watcher = Watcher.of(client, chat);
    watcher.awaitRest();
    watcher.say(data);
    assertThat(watcher.awaitClose()).isEqualTo(1003);
    assertThat(everything()).isEqualTo(before);
  }

  private void assertRefused(int status, String path) {
    assertThatExceptionOfType(UpgradeRejectedException.class)
        .isThrownBy(() -> BatonClient.await(path, client.socket(path, new Deaf())))
        .satisfies(refused -> assertThat(refused.getStatus()).isEqualTo(status))
        .satisfies(refused ->
            assertProblem(
                new Answer(path, status, refused.getHeaders(), String.valueOf(refused.getBody()))));
  }

  /// All that these requests could have changed.
  private List<String> everything() {
    return Stream.of(
            "/chats?limit=200",
            "/chats/" + chat,
            "/chats/" + chat + "/messages",
            "/model-providers",
            "/model-configs",
            "/tokens")
        .map(path -> client.get(path).expect(200).body())
        .toList();
  }

  private static void assertProblem(Answer answer) {
    JsonNode problem = answer.json();
    assertThat(problem.path("message").asText()).as(answer.body()).isNotBlank();
    assertThat(problem.path("detail").isTextual() || !problem.has("detail"))
        .as(answer.body())
        .isTrue();
    for (JsonNode validation : problem.path("validations")) {
      assertThat(validation.path("field").isTextual()).as(answer.body()).isTrue();
      assertThat(validation.path("detail").asText()).as(answer.body()).isNotBlank();
    }
  }

  private static Arguments request(int status, String method, String path, String body) {
    return arguments(status, method, path, body);
  }

  private static String content(String part) {
    return "{\"content\":[" + part + "]}";
  }

  private static String text(String more) {
    return "{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]," + more + "}";
  }

  private static String provider(String more) {
    return "{\"provider\":\"openai\"," + more + "}";
  }

  private static String model(String more, String provider) {
    return "{\"model_provider_id\":\"" + provider + "\",\"model\":\"m\"," + more + "}";
  }

  /// Hears nothing.
  private static final class Deaf implements StreamSocket.Listener {
    @Override
    public void onFrame(String text) {}

    @Override
    public void onClose(int code, String reason) {}
  }
}
