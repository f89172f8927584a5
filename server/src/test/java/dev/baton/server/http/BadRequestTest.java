package dev.baton.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.server.http.TestServer.Answer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is wrong with a request is told in the error body, and no store hears of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadRequestTest {

  private static final String CHATS = "/api/v1/chats";
  private static final String CHAT = CHATS + "/" + Samples.CHAT_ID;
  private static final String HI = "\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]";

  private final TestServer server = new TestServer();

  @BeforeAll
  void start() {
    assertThat(server.port()).isPositive();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static Stream<Arguments> bad_bodies() {
    return Stream.of(
        // Not JSON, or not the JSON that is taken.
        body("", "not valid JSON", "expected"),
        body("{", "not valid JSON", "Line 1, column"),
        body("{\"content\":\n [}", "not valid JSON", "Line 2, column"),
        body("[]", "not valid JSON", "object is expected"),
        body("\"x\"", "not valid JSON", "object is expected"),
        body("{} {}", "not valid JSON", "Line 1"),
        body("{" + HI + "," + HI + "}", "not valid JSON", "uplicate"),
        body(
            "{" + HI + ",\"x\":" + "[".repeat(101) + "]".repeat(101) + "}",
            "not valid JSON",
            "100 levels"),
        body("{" + HI + ",\"x\":NaN}", "not valid JSON", "Line 1"),
        // What the store could not keep.
        body(text("a\\u0000b"), "invalid fields", "content[0].text"),
        body(text("\\ud800"), "invalid fields", "content[0].text"),
        body(text("\\udc00\\ud800"), "invalid fields", "content[0].text"),
        body("{" + HI + ",\"labels\":{\"a\\u0000\":\"b\"}}", "invalid fields", "labels.a"),
        body(
            "{" + HI + ",\"other\":[0,{\"deep\":\"\\u0000\"}]}", "invalid fields", "other[1].deep"),
        body("{" + HI + ",\"x\":1e99999}", "invalid fields", "\"x\""),
        // Content.
        body("{}", "Content is required.", "Content cannot be empty."),
        body("{\"content\":null}", "Content is required.", "Content cannot be empty."),
        body("{\"content\":[]}", "Content is required.", "Content cannot be empty."),
        body("{\"content\":\"hi\"}", "Invalid content.", "must be an array"),
        body("{\"content\":[\"hi\"]}", "Invalid input part.", "content[0] must be an object."),
        body("{\"content\":[{}]}", "Invalid input part.", "content[0].type must be a string."),
        body(text(""), "Invalid input part.", "content[0].text cannot be empty."),
        body(text(" \\n"), "Invalid input part.", "content[0].text cannot be empty."),
        body(
            "{\"content\":[{\"type\":\"text\"}]}",
            "Invalid input part.",
            "content[0].text cannot be empty."),
        body(
            "{\"content\":[{\"type\":\"text\",\"text\":1}]}",
            "Invalid input part.",
            "content[0].text must be a string."),
        body(
            "{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"x\"}]}",
            "Invalid input part.",
            "content[1].type \\\"x\\\" is not supported."),
        body(
            "{\"content\":[{\"type\":\"file\",\"file_id\":\"7\"}]}",
            "Invalid input part.",
            "content[0].file_id must be the ID of an uploaded file."),
        body(
            "{\"content\":[{\"type\":\"file-reference\",\"file_name\":\"f\",\"start_line\":3,\"end_line\":2}]}",
            "Invalid input part.",
            "content[0].end_line"),
        body(
            "{\"content\":[{\"type\":\"file-reference\",\"file_name\":\"f\",\"start_line\":0,\"end_line\":2}]}",
            "Invalid input part.",
            "content[0].start_line"),
        body(
            "{" + HI + ",\"workspace_id\":\"" + Samples.MODEL_ID + "\"}",
            "Workspace not found or you do not have access to this resource",
            "workspace_id"),
        // The other fields of a new chat.
        create("\"title\":1", "title"),
        create("\"title\":\"  \"", "title"),
        create("\"title\":\"" + "t".repeat(201) + "\"", "title"),
        create("\"model_config_id\":\"1-1-1-1-1\"", "model_config_id"),
        create("\"model_config_id\":7", "model_config_id"),
        create("\"workspace_id\":\"x\"", "workspace_id"),
        create("\"labels\":[]", "labels"),
        create("\"labels\":{\"a\":1}", "labels.a"),
        create("\"labels\":{\"" + "k".repeat(65) + "\":\"v\"}", "labels.k"),
        create("\"labels\":{\"k\":\"" + "v".repeat(257) + "\"}", "labels.k"),
        create("\"labels\":" + labels(51), "labels"),
        create("\"system_prompt\":{}", "system_prompt"),
        create("\"mcp_server_ids\":\"x\"", "mcp_server_ids"),
        create("\"mcp_server_ids\":[\"" + Samples.MODEL_ID + "\"]", "mcp_server_ids"),
        create("\"dynamic_tools\":{}", "dynamic_tools"),
        create("\"dynamic_tools\":[1]", "dynamic_tools[0]"),
        create("\"dynamic_tools\":[{}]", "dynamic_tools[0].name"),
        create("\"dynamic_tools\":[{\"name\":\"a b\"}]", "dynamic_tools[0].name"),
        create("\"dynamic_tools\":[{\"name\":\"a\"},{\"name\":\"a\"}]", "dynamic_tools[1].name"),
        create(
            "\"dynamic_tools\":[{\"name\":\"a\",\"input_schema\":[]}]",
            "dynamic_tools[0].input_schema"));
  }

  @ParameterizedTest
  @MethodSource
  void bad_bodies(String body, String message, String rest) {
    var answer = server.post(CHATS, body);
    assertRefused(answer, 400);
    assertThat(answer.json().get("message").textValue()).contains(message);
    assertThat(answer.body()).contains(rest);
  }

  static Stream<Arguments> bad_requests() {
    return Stream.of(
        arguments("GET", CHATS + "/nonsense", "", 400, "Invalid chat ID."),
        arguments("GET", CHATS + "/1-1-1-1-1", "", 400, "invalid syntax"),
        arguments("GET", CHATS + "?limit=0", "", 400, "between 1 and 200"),
        arguments("GET", CHATS + "?limit=201", "", 400, "between 1 and 200"),
        arguments("GET", CHATS + "?limit=x", "", 400, "invalid syntax"),
        arguments("GET", CHATS + "?archived=1", "", 400, "archived"),
        arguments("GET", CHATS + "?label=nocolon", "", 400, "key:value"),
        arguments("GET", CHATS + "?q=a%00b", "", 400, "NUL"),
        arguments("PATCH", CHAT, "{\"archived\":\"yes\"}", 400, "archived"),
        arguments("PATCH", CHAT, "{\"pin_order\":-1}", 400, "pin_order"),
        arguments("PATCH", CHAT, "{\"pin_order\":1.5}", 400, "pin_order"),
        arguments("PATCH", CHAT, "{\"pin_order\":99999999999}", 400, "pin_order"),
        arguments("PATCH", CHAT, "{\"title\":\"\"}", 400, "title"),
        arguments("GET", CHAT + "/messages?before_id=x", "", 400, "before_id"),
        arguments("GET", CHAT + "/messages?after_id=-1", "", 400, "after_id"),
        arguments("GET", CHAT + "/messages?after_id=9223372036854775808", "", 400, "after_id"),
        arguments("GET", CHAT + "/messages?after_id=5&before_id=5", "", 400, "after_id"),
        arguments("POST", CHAT + "/messages", "{}", 400, "Content is required."),
        arguments(
            "POST", CHAT + "/messages", send("\"busy_behavior\":\"wait\""), 400, "busy_behavior"),
        arguments("POST", CHAT + "/messages", send("\"busy_behavior\":1"), 400, "busy_behavior"),
        arguments(
            "POST", CHAT + "/messages", send("\"reasoning_effort\":\"\""), 400, "reasoning_effort"),
        arguments("PATCH", CHAT + "/messages/abc", "{" + HI + "}", 400, "Invalid chat message ID."),
        arguments("PATCH", CHAT + "/messages/abc", "{" + HI + "}", 400, "invalid syntax"),
        arguments(
            "PATCH",
            CHAT + "/messages/9223372036854775808",
            "{" + HI + "}",
            400,
            "Invalid chat message ID."),
        arguments("PATCH", CHAT + "/messages/7", "{}", 400, "Content is required."),
        arguments("PATCH", CHAT + "/queue/x", "{" + HI + "}", 400, "Invalid queued message ID."),
        arguments("DELETE", CHAT + "/queue/1.5", "", 400, "Invalid queued message ID."),
        arguments("POST", CHAT + "/queue/x/promote", "", 400, "Invalid queued message ID."),
        arguments("POST", CHAT + "/tool-results", "{}", 400, "results"),
        arguments("POST", CHAT + "/tool-results", "{\"results\":[]}", 400, "results"),
        arguments(
            "POST",
            CHAT + "/tool-results",
            "{\"results\":[{\"output\":1}]}",
            400,
            "results[0].tool_call_id"),
        arguments(
            "POST",
            CHAT + "/tool-results",
            "{\"results\":[{\"tool_call_id\":\"c\"}]}",
            400,
            "results[0].output"),
        arguments(
            "POST",
            CHAT + "/tool-results",
            "{\"results\":[{\"tool_call_id\":\"c\",\"output\":1},{\"tool_call_id\":\"c\",\"output\":2}]}",
            400,
            "results[1].tool_call_id"),
        arguments("POST", "/api/v1/model-providers", "{}", 400, "provider"),
        arguments(
            "POST", "/api/v1/model-providers", "{\"provider\":\"acme\"}", 400, "Invalid provider."),
        arguments(
            "POST",
            "/api/v1/model-providers",
            "{\"provider\":\"openai\",\"headers\":{\"a\":1}}",
            400,
            "headers.a"),
        arguments("PATCH", "/api/v1/model-providers/x", "{}", 400, "Invalid chat provider ID."),
        arguments(
            "POST",
            "/api/v1/model-configs",
            "{\"model_provider_id\":\"" + Samples.PROVIDER_ID + "\",\"model\":\"m\"}",
            400,
            "Context limit is required."),
        arguments(
            "POST",
            "/api/v1/model-configs",
            "{\"context_limit\":0,\"model\":\"m\"}",
            400,
            "Context limit must be greater than zero."),
        arguments(
            "POST",
            "/api/v1/model-configs",
            "{\"context_limit\":1,\"model\":\"m\"}",
            400,
            "model_provider_id"),
        arguments("POST", "/api/v1/model-configs", "{\"context_limit\":1}", 400, "model"),
        arguments(
            "PATCH",
            "/api/v1/model-configs/" + Samples.MODEL_ID,
            "{\"compression_threshold\":101}",
            400,
            "compression_threshold"),
        arguments(
            "PATCH",
            "/api/v1/model-configs/" + Samples.MODEL_ID,
            "{\"model_config\":3}",
            400,
            "model_config"),
        arguments("DELETE", "/api/v1/model-configs/7", "", 400, "Invalid chat model config ID."),
        arguments("POST", "/api/v1/tokens", "{}", 400, "name"),
        arguments("POST", "/api/v1/tokens", "{\"name\":\"n\",\"expires_in\":0}", 400, "expires_in"),
        arguments("POST", "/api/v1/tokens", "{\"name\":\"n\",\"scopes\":[]}", 400, "scopes"),
        arguments("POST", "/api/v1/tokens", "{\"name\":\"n\",\"scopes\":\"all\"}", 400, "scopes"),
        arguments(
            "POST",
            "/api/v1/tokens",
            "{\"name\":\"n\",\"scopes\":[\"all\",\"chat:own\"]}",
            400,
            "scopes[1]"),
        arguments("POST", "/api/v1/users", "{}", 400, "email"),
        arguments("POST", "/api/v1/users", "{\"email\":\"nobody\"}", 400, "email"),
        arguments("POST", "/api/v1/users", "{\"email\":\"a@b\",\"role\":\"owner\"}", 400, "role"),
        arguments(
            "POST", "/api/v1/users", "{\"email\":\"a@b\",\"password\":\"short\"}", 400, "password"),
        arguments(
            "PATCH",
            "/api/v1/users/" + Samples.PROVIDER_ID,
            "{\"suspended\":\"yes\"}",
            400,
            "suspended"),
        arguments("PATCH", "/api/v1/users/x", "{}", 400, "Invalid user ID."),
        arguments("DELETE", "/api/v1/users/me", "", 400, "Invalid user ID."),
        arguments("PATCH", "/api/v1/users/me", "{\"password\":\"short\"}", 400, "password"),
        arguments("POST", "/api/v1/auth/login", "{\"email\":\"a@b\"}", 400, "password"),
        arguments("POST", "/api/v1/auth/login", "[]", 400, ""),
        arguments("GET", "/api/v1/auth/login", "", 405, "POST"),
        arguments("DELETE", "/api/v1/tokens/x", "", 400, "Invalid token ID."),
        // Routes and methods.
        arguments("GET", "/api/v1/nope", "", 404, "no such route"),
        arguments("POST", "/api/v1/nope", "{}", 404, "no such route"),
        arguments("GET", "/api/v2/chats", "", 404, "no such route"),
        arguments("GET", "/internal/v1/parts", "", 404, "no such route"),
        arguments("GET", "/nope", "", 404, "nothing at this address"),
        arguments("POST", "/nope.html", "{}", 404, "nothing at this address"),
        arguments("POST", CHAT + "/title/regenerate", "{}", 404, "no such route"),
        arguments("POST", CHATS + "/x/stream-ticket", "{}", 400, "Invalid chat ID."),
        arguments("POST", CHATS + "/files", "\u0001", 415, "not supported"),
        arguments("POST", CHATS + "/files", "", 400, "empty"),
        arguments("GET", CHATS + "/files/1", "", 400, "Invalid file ID"),
        arguments("PUT", CHAT, "{}", 405, "DELETE, GET, HEAD, PATCH"),
        arguments("DELETE", CHATS, "", 405, "GET, HEAD, POST"),
        arguments("GET", CHAT + "/interrupt", "", 405, "POST"),
        arguments("POST", "/healthz", "{}", 405, "GET, HEAD"),
        arguments("GET", CHATS + "/%zz", "", 400, "message"),
        arguments("GET", CHATS + "?q=%zz", "", 400, "message"));
  }

  @ParameterizedTest
  @MethodSource
  void bad_requests(String method, String path, String body, int status, String told) {
    var answer = server.ask(method, path, body);
    assertRefused(answer, status);
    assertThat(answer.body()).contains(told);
    if (status == 405) {
      assertThat(answer.headers().get("Allow")).isEqualTo(told);
    }
  }

  private void assertRefused(Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().get("Content-Type")).isEqualTo("application/json");
    assertThat(answer.json().get("message").textValue()).isNotEmpty();
    assertThat(answer.json().get("detail").isTextual()).isTrue();
    assertThat(answer.json().get("validations").isArray()).isTrue();
    assertThat(server.stores.asked).isEmpty();
  }

  private static Arguments body(String body, String message, String rest) {
    return arguments(body, message, rest);
  }

  private static Arguments create(String field, String named) {
    return arguments("{" + HI + "," + field + "}", "invalid fields", "\"field\":\"" + named);
  }

  private static String send(String field) {
    return "{" + HI + "," + field + "}";
  }

  private static String text(String text) {
    return "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
  }

  private static String labels(int count) {
    var labels = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      labels.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":\"v\"");
    }
    return labels.append("}").toString();
  }
}
