package dev.baton.server.http;

import static dev.baton.server.http.Samples.CHAT_ID;
import static dev.baton.server.http.Samples.HELLO;
import static dev.baton.server.http.Samples.MODEL_ID;
import static dev.baton.server.http.Samples.PROVIDER_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.chat.BusyBehavior;
import dev.baton.chat.Part;
import dev.baton.model.ProviderType;
import dev.baton.server.http.FakeStores.Asked;
import dev.baton.server.http.TestServer.Answer;
import dev.baton.store.ChatPatch;
import dev.baton.store.ChatQuery;
import dev.baton.store.FileStore.StoredFile;
import dev.baton.store.MessageQuery;
import dev.baton.store.ModelStore.ModelDraft;
import dev.baton.store.ModelStore.ModelPatch;
import dev.baton.store.ModelStore.ProviderDraft;
import dev.baton.store.ModelStore.ProviderPatch;
import dev.baton.store.NewChat;
import dev.baton.store.NewMessage;
import dev.baton.store.Sent;
import dev.baton.store.ToolAnswer;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Good requests: what the store is asked, and what the client is told.
final class ApiTest {

  private static final String CHATS = "/api/v1/chats";
  private static final String CHAT = CHATS + "/" + CHAT_ID;
  private static final String HI = "\"content\":[{\"type\":\"text\",\"text\":\"hello\"}]";

  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<Arguments> chat_routes() {
    return Stream.of(
        arguments("POST", CHATS, "{" + HI + "}", 201, asked("create", newChat())),
        arguments("GET", CHATS, "", 200, asked("list", everyChat())),
        arguments("GET", CHATS + "/", "", 200, asked("list", everyChat())),
        arguments(
            "GET",
            CHATS + "?q=fix&archived=false&label=a:b&label=c:d:e&limit=7&after=xyz&unknown=1",
            "",
            200,
            asked(
                "list",
                new ChatQuery(
                    Optional.of("fix"),
                    Optional.of(false),
                    Map.of("a", "b", "c", "d:e"),
                    7,
                    Optional.of("xyz")))),
        arguments("GET", CHAT, "", 200, asked("chat", CHAT_ID)),
        arguments(
            "PATCH",
            CHAT,
            "{\"title\":\" New \",\"archived\":true,\"pin_order\":2,\"labels\":{\"a\":\"\"},"
                + "\"workspace_id\":null,\"other\":1}",
            204,
            asked(
                "update",
                CHAT_ID,
                new ChatPatch(
                    Optional.of("New"),
                    Optional.of(true),
                    OptionalInt.of(2),
                    Optional.of(Map.of("a", "")),
                    Optional.empty()))),
        arguments("DELETE", CHAT, "", 204, asked("delete", CHAT_ID)),
        arguments(
            "GET",
            CHAT + "/messages",
            "",
            200,
            asked(
                "messages",
                CHAT_ID,
                new MessageQuery(OptionalLong.empty(), OptionalLong.empty(), 50))),
        arguments(
            "GET",
            CHAT + "/messages?after_id=3&before_id=9&limit=200",
            "",
            200,
            asked(
                "messages",
                CHAT_ID,
                new MessageQuery(OptionalLong.of(9), OptionalLong.of(3), 200))),
        arguments(
            "POST",
            CHAT + "/messages",
            "{" + HI + "}",
            200,
            asked("send", CHAT_ID, message(BusyBehavior.QUEUE, Optional.empty()))),
        arguments(
            "POST",
            CHAT + "/messages",
            "{" + HI + ",\"busy_behavior\":\"interrupt\",\"reasoning_effort\":\"high\"}",
            200,
            asked("send", CHAT_ID, message(BusyBehavior.INTERRUPT, Optional.of("high")))),
        arguments(
            "PATCH", CHAT + "/messages/7", "{" + HI + "}", 200, asked("edit", CHAT_ID, 7L, HELLO)),
        arguments(
            "PATCH",
            CHAT + "/queue/41",
            "{" + HI + "}",
            200,
            asked("editQueued", CHAT_ID, 41L, HELLO)),
        arguments("DELETE", CHAT + "/queue/41", "", 204, asked("deleteQueued", CHAT_ID, 41L)),
        arguments("POST", CHAT + "/queue/41/promote", "", 202, asked("promote", CHAT_ID, 41L)),
        arguments("POST", CHAT + "/interrupt", "{}", 200, asked("interrupt", CHAT_ID)),
        arguments("POST", CHAT + "/interrupt", "", 200, asked("interrupt", CHAT_ID)),
        arguments("POST", CHAT + "/retry", "", 202, asked("retry", CHAT_ID)),
        arguments(
            "POST",
            CHATS + "/files?name=a.txt",
            "hello",
            201,
            asked("save", new StoredFile("text/plain", "a.txt", Buffer.buffer("hello")))),
        arguments("POST", CHAT + "/compact", "", 202, asked("compact", CHAT_ID)),
        arguments("GET", CHAT + "/cost", "", 200, asked("cost", CHAT_ID)),
        arguments("POST", CHAT + "/clear", "", 204, asked("clear", CHAT_ID)),
        arguments("POST", CHAT + "/reconcile", "", 200, asked("reconcile", CHAT_ID)),
        arguments(
            "POST",
            CHAT + "/tool-results",
            "{\"results\":[{\"tool_call_id\":\"a\",\"output\":{\"x\":[1.0]}},"
                + "{\"tool_call_id\":\"b\",\"output\":null,\"is_error\":true}]}",
            204,
            asked(
                "submitToolResults",
                CHAT_ID,
                List.of(
                    new ToolAnswer("a", "{\"x\":[1.0]}", false),
                    new ToolAnswer("b", "null", true)))));
  }

  static Stream<Arguments> model_routes() {
    return Stream.of(
        arguments(
            "POST",
            "/api/v1/model-providers",
            "{\"provider\":\"openai-compat\",\"base_url\":\"http://127.0.0.1:1/v1\","
                + "\"api_key\":\"k\",\"headers\":{\"X-A\":\"b\"}}",
            201,
            asked(
                "createProvider",
                new ProviderDraft(
                    ProviderType.OPENAI_COMPAT,
                    Optional.empty(),
                    Optional.of("http://127.0.0.1:1/v1"),
                    Optional.of("k"),
                    Map.of("X-A", "b"),
                    true))),
        arguments("GET", "/api/v1/model-providers", "", 200, asked("providers")),
        arguments(
            "PATCH",
            "/api/v1/model-providers/" + PROVIDER_ID,
            "{\"api_key\":\"\",\"enabled\":false}",
            200,
            asked(
                "updateProvider",
                PROVIDER_ID,
                new ProviderPatch(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(""),
                    Optional.empty(),
                    Optional.of(false)))),
        arguments(
            "DELETE",
            "/api/v1/model-providers/" + PROVIDER_ID,
            "",
            204,
            asked("deleteProvider", PROVIDER_ID)),
        arguments(
            "POST",
            "/api/v1/model-configs",
            "{\"model_provider_id\":\""
                + PROVIDER_ID
                + "\",\"model\":\"m\",\"context_limit\":1000,\"is_default\":true,"
                + "\"model_config\":{\"script\":[{\"text\":\"hi\"}]}}",
            201,
            asked(
                "createModel",
                new ModelDraft(
                    PROVIDER_ID,
                    "m",
                    Optional.empty(),
                    1000,
                    OptionalInt.empty(),
                    true,
                    true,
                    "{\"script\":[{\"text\":\"hi\"}]}"))),
        arguments("GET", "/api/v1/model-configs", "", 200, asked("models")),
        arguments(
            "PATCH",
            "/api/v1/model-configs/" + MODEL_ID,
            "{\"compression_threshold\":0}",
            200,
            asked(
                "updateModel",
                MODEL_ID,
                new ModelPatch(
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    OptionalInt.of(0),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))),
        arguments(
            "DELETE", "/api/v1/model-configs/" + MODEL_ID, "", 204, asked("deleteModel", MODEL_ID)),
        arguments("GET", "/api/v1/tokens", "", 200, asked("tokens")));
  }

  @ParameterizedTest
  @MethodSource({"chat_routes", "model_routes"})
  void routes_ask_the_store(String method, String path, String body, int status, Asked asked) {
    var answer = server.ask(method, path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(server.stores.asked).containsExactly(asked);
    if (status == 202 || status == 204) {
      assertThat(answer.body()).isEmpty();
    } else {
      assertThat(answer.headers().get("Content-Type")).isEqualTo("application/json");
      assertThat(answer.json().isObject()).isTrue();
    }
  }

  @Test
  void a_file_is_given_back_as_what_it_is() {
    Answer answer = server.ask("GET", CHATS + "/files/" + Samples.FILE_ID, "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("Content-Type")).isEqualTo("text/plain");
    assertThat(answer.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.headers().get("Content-Disposition"))
        .isEqualTo("inline; filename*=UTF-8''no%20te.txt");
    assertThat(answer.body()).isEqualTo("note");
  }

  @Test
  void a_new_chat_may_bring_everything() {
    server.post(
        CHATS,
        "{\"content\":[{\"type\":\"text\",\"text\":\" hi \\ud83d\\ude00\"},{\"type\":\"file-reference\","
            + "\"file_name\":\"a.txt\",\"start_line\":1,\"end_line\":2,\"content\":\"x\"}],"
            + "\"title\":\" T \",\"model_config_id\":\""
            + MODEL_ID
            + "\",\"workspace_id\":null,\"labels\":{\"team\":\"web\"},\"system_prompt\":\"Be kind.\",\"mcp_server_ids\":[],"
            + "\"dynamic_tools\":[{\"name\":\"ask\",\"description\":\"d\","
            + "\"input_schema\":{\"type\":\"object\"}}],\"unknown\":{}}");
    assertThat(server.stores.asked)
        .containsExactly(
            asked(
                "create",
                new NewChat(
                    List.of(
                        new Part.Text(" hi \ud83d\ude00"),
                        new Part.FileReference("a.txt", 1, 2, "x")),
                    Optional.of("T"),
                    Optional.of(MODEL_ID),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of("team", "web"),
                    Optional.of("Be kind."),
                    "[{\"name\":\"ask\",\"description\":\"d\",\"input_schema\":{\"type\":\"object\"}}]")));
  }

  @Test
  void a_long_body_is_read_like_a_short_one() {
    String text = "x".repeat(200 * 1024);
    var answer =
        server.post(
            CHAT + "/messages",
            "{\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}".formatted(text));
    assertThat(answer.status()).isEqualTo(200);
    var sent = (NewMessage) server.stores.lastAsked().with().get(1);
    assertThat(sent.content()).containsExactly(new Part.Text(text));
  }

  @Test
  void a_list_tells_where_it_goes_on() {
    assertThat(server.get(CHATS).json().get("next").isNull()).isTrue();
    server.stores.nextPage = Optional.of("more");
    assertThat(server.get(CHATS).json().get("next").textValue()).isEqualTo("more");
  }

  @Test
  void a_sent_message_tells_whether_it_was_queued() {
    var committed = server.post(CHAT + "/messages", "{" + HI + "}").json();
    assertThat(committed.get("queued").booleanValue()).isFalse();
    assertThat(committed.at("/message/id").longValue()).isEqualTo(7);
    server.stores.sent = new Sent.Queued(Samples.queued());
    var queued = server.post(CHAT + "/messages", "{" + HI + "}").json();
    assertThat(queued.get("queued").booleanValue()).isTrue();
    assertThat(queued.has("message")).isFalse();
    assertThat(queued.at("/queued_message/id").longValue()).isEqualTo(41);
  }

  @Test
  void a_page_of_messages_brings_the_queue() {
    var page = server.get(CHAT + "/messages").json();
    assertThat(page.at("/messages/0/id").longValue()).isEqualTo(7);
    assertThat(page.at("/queued_messages/0/id").longValue()).isEqualTo(41);
    assertThat(page.get("has_more").booleanValue()).isTrue();
  }

  @Test
  void an_edit_tells_what_it_deleted() {
    var edited = server.ask("PATCH", CHAT + "/messages/7", "{" + HI + "}").json();
    assertThat(edited.at("/message/id").longValue()).isEqualTo(7);
    assertThat(edited.get("deleted_message_ids").toString()).isEqualTo("[5,6]");
  }

  @Test
  void secrets_of_providers_never_come_back() {
    var answer = server.get("/api/v1/model-providers");
    assertThat(answer.body()).doesNotContain("hush").doesNotContain("api_key\":\"");
    assertThat(answer.json().at("/model_providers/0/header_names/0").textValue())
        .isEqualTo("X-Team-Key");
    assertThat(answer.json().at("/model_providers/0/has_api_key").booleanValue()).isFalse();
  }

  @Test
  void the_catalog_says_why_a_provider_cannot_be_used() {
    var provider = server.get("/api/v1/models").json().at("/providers/0");
    assertThat(provider.get("available").booleanValue()).isFalse();
    assertThat(provider.get("unavailable_reason").textValue()).isEqualTo("missing_api_key");
    assertThat(provider.at("/models/0/id").textValue()).isEqualTo(MODEL_ID.toString());
  }

  @Test
  void only_an_admin_sees_the_replicas() {
    assertThat(server.get("/api/v1/replicas").status()).isEqualTo(403);
    assertThat(server.stores.asked).isEmpty();
    var replica = as("admin", "/api/v1/replicas").json().at("/replicas/0");
    assertThat(replica.get("pid").isNumber()).isTrue();
    assertThat(replica.fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "pid",
            "hostname",
            "http_address",
            "relay_address",
            "version",
            "started_at",
            "lease_expires_at",
            "draining",
            "running_chats",
            "watchers");
  }

  @Test
  void a_head_is_a_get_without_a_body() {
    var answer = server.ask("HEAD", CHAT, "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  private Answer as(String user, String path) {
    var headers = MultiMap.caseInsensitiveMultiMap().set("Authorization", "Bearer " + user);
    return server.ask("GET", path, Buffer.buffer(), headers);
  }

  private static Asked asked(String what, Object... with) {
    return new Asked(what, List.of(with));
  }

  private static ChatQuery everyChat() {
    return new ChatQuery(Optional.empty(), Optional.empty(), Map.of(), 50, Optional.empty());
  }

  private static NewChat newChat() {
    return new NewChat(
        HELLO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        "[]");
  }

  private static NewMessage message(BusyBehavior busy, Optional<String> effort) {
    return new NewMessage(HELLO, busy, Optional.empty(), effort);
  }
}
