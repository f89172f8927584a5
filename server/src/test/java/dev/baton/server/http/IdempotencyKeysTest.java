package dev.baton.server.http;

import static dev.baton.server.http.Samples.CHAT_ID;
import static dev.baton.server.http.Samples.PROVIDER_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.agent.ModelSource;
import dev.baton.agent.ModelSource.ChatModel;
import dev.baton.agent.Titles;
import dev.baton.chat.Usage;
import dev.baton.model.LanguageModel;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelEvent.FinishReason;
import dev.baton.server.http.FakeStores.Asked;
import dev.baton.server.http.TestServer.Answer;
import dev.baton.store.AccountStore.Authenticated;
import dev.baton.store.Actor;
import dev.baton.store.Scope;
import dev.baton.store.StoreException;
import dev.baton.store.Token;
import dev.baton.time.VertxScheduler;
import dev.baton.tool.Toolbox;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The header `Idempotency-Key`, on every route that takes it.
final class IdempotencyKeysTest {

  private static final String API = "/api/v1";
  private static final String CHAT = API + "/chats/" + CHAT_ID;
  private static final String HI = "{\"content\":[{\"type\":\"text\",\"text\":\"hello\"}]}";

  /// Signing in and out may be repeated as it is.
  private static final Set<String> UNKEYED =
      Set.of("/auth/login", "/auth/logout", API + "/auth/login", API + "/auth/logout");

  private final AtomicInteger modelCalls = new AtomicInteger();
  private final TestServer server =
      new TestServer(TestServer.settings(), List.of(), started -> List.of(titles(started)));

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<Arguments> routes() {
    return Stream.of(
        arguments(API + "/chats", HI, "create"),
        arguments(CHAT + "/messages", HI, "send"),
        arguments(CHAT + "/queue/7/promote", "", "promote"),
        arguments(CHAT + "/interrupt", "", "interrupt"),
        arguments(CHAT + "/retry", "", "retry"),
        arguments(CHAT + "/compact", "", "compact"),
        arguments(CHAT + "/clear", "", "clear"),
        arguments(CHAT + "/stream-ticket", "", "addTicket"),
        arguments(API + "/chats/files", "a note", "save"),
        arguments(
            API + "/users", "{\"email\":\"ada@example.org\",\"role\":\"member\"}", "createUser"),
        arguments(CHAT + "/reconcile", "", "reconcile"),
        arguments(CHAT + "/title/regenerate", "", "update"),
        arguments(
            CHAT + "/tool-results",
            "{\"results\":[{\"tool_call_id\":\"c\",\"output\":1,\"is_error\":false}]}",
            "submitToolResults"),
        arguments(API + "/tokens", "{\"name\":\"ci\"}", "createToken"),
        arguments(API + "/model-providers", "{\"provider\":\"scripted\"}", "createProvider"),
        arguments(
            API + "/model-configs",
            "{\"model_provider_id\":\"%s\",\"model\":\"m\",\"context_limit\":1000}"
                .formatted(PROVIDER_ID),
            "createModel"));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void asked_twice_a_route_does_it_once_and_answers_alike(String path, String body, String what) {
    var first = post("member", path, "one", body);
    var second = post("member", path, "one", body);
    assertThat(first.status()).isBetween(200, 299);
    assertThat(first.headers().contains("Idempotent-Replayed")).isFalse();
    assertThat(second.headers().get("Idempotent-Replayed")).isEqualTo("true");
    assertThat(second.status()).isEqualTo(first.status());
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().get("Content-Type")).isEqualTo(first.headers().get("Content-Type"));
    assertThat(done(what)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void a_key_that_was_used_for_another_body_is_refused(String path, String body, String what) {
    post("member", path, "one", body);
    var other = post("member", path, "one", body + " ");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("message").textValue()).contains("another body");
    assertThat(done(what)).isEqualTo(1);
  }

  @Test
  void every_post_route_is_among_those_tested() {
    var tested = routes().map(each -> (String) each.get()[0]).toList();
    var posts =
        server.api.router().getRoutes().stream()
            .filter(route ->
                Optional.ofNullable(route.methods()).orElse(Set.of()).contains(HttpMethod.POST))
            .map(Route::getName)
            .filter(path -> !UNKEYED.contains(path))
            .collect(Collectors.toSet());
    assertThat(posts).isNotEmpty();
    assertThat(posts)
        .allSatisfy(path ->
            assertThat(tested)
                .as("%s has no test of its keys", path)
                .anyMatch(each -> each.matches(path.replaceAll(":\\w+", "[^/]+"))));
  }

  @Test
  void without_a_key_each_request_is_a_change_of_its_own() {
    server.post(CHAT + "/messages", HI);
    server.post(CHAT + "/messages", HI);
    assertThat(done("send")).isEqualTo(2);
  }

  @Test
  void a_key_counts_for_its_user_and_its_path() {
    String otherChat = CHAT.replace('0', '1');
    for (var each :
        List.of(
            post("member", CHAT + "/messages", "one", HI),
            post("admin", CHAT + "/messages", "one", HI),
            post("member", otherChat + "/messages", "one", HI),
            post("member", CHAT + "/messages", "two", HI))) {
      assertThat(each.status()).isEqualTo(200);
      assertThat(each.headers().contains("Idempotent-Replayed")).isFalse();
    }
    assertThat(done("send")).isEqualTo(4);
  }

  /// The stores are the ones to refuse, and they are not asked for an answer that is there already.
  @Test
  void a_credential_that_grants_less_does_not_hear_what_another_was_told() {
    var member = Samples.user(Actor.Role.MEMBER);
    var full = Samples.token(member, Token.Kind.API);
    server.stores.accounts.known.put(
        "reader", new Authenticated(member, limited(full, Set.of(Scope.CHAT_READ))));
    var first = post("member", API + "/tokens", "one", "{\"name\":\"ci\"}");
    var second = post("reader", API + "/tokens", "one", "{\"name\":\"ci\"}");
    assertThat(second.headers().contains("Idempotent-Replayed")).isFalse();
    assertThat(second.body()).isNotEqualTo(first.body());
  }

  private static Token limited(Token token, Set<Scope> scopes) {
    return new Token(
        UUID.randomUUID(),
        token.userId(),
        token.kind(),
        token.name(),
        scopes,
        token.createdAt(),
        token.expiresAt(),
        token.lastUsedAt());
  }

  @Test
  void a_request_still_in_flight_is_told_so() {
    Promise<Void> ready = Promise.promise();
    Promise<Void> begun = Promise.promise();
    server.stores.holdUntil(ready.future());
    server.stores.onAsked(begun::tryComplete);
    var first =
        server.begin("POST", CHAT + "/messages", Buffer.buffer(HI), headers("member", "one"));
    TestServer.await(begun.future());
    var second = post("member", CHAT + "/messages", "one", HI);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.headers().get("Retry-After")).isEqualTo("1");
    ready.complete();
    assertThat(TestServer.await(first).status()).isEqualTo(200);
    assertThat(post("member", CHAT + "/messages", "one", HI).status()).isEqualTo(200);
    assertThat(done("send")).isEqualTo(1);
  }

  @Test
  void a_refused_request_leaves_no_key() {
    server.stores.failWith(new StoreException.Conflict("The chat is busy."));
    assertThat(post("member", CHAT + "/messages", "one", HI).status()).isEqualTo(409);
    assertThat(post("member", CHAT + "/messages", "one", "{}").status()).isEqualTo(400);
    server.stores.recover();
    var third = post("member", CHAT + "/messages", "one", HI);
    assertThat(third.status()).isEqualTo(200);
    assertThat(third.headers().contains("Idempotent-Replayed")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with space", "\u00e4", "tab\there"})
  void a_key_that_cannot_be_used_changes_nothing(String key) {
    var answer = post("member", CHAT + "/messages", key, HI);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("validations").toString()).contains("Idempotency-Key");
    assertThat(done("send")).isZero();
  }

  @Test
  void a_key_has_at_most_255_characters_and_comes_once() {
    assertThat(post("member", CHAT + "/retry", "k".repeat(255), "").status()).isEqualTo(202);
    assertThat(post("member", CHAT + "/retry", "k".repeat(256), "").status()).isEqualTo(400);
    var two = headers("member", "one").add("Idempotency-Key", "two");
    assertThat(server.ask("POST", CHAT + "/retry", Buffer.buffer(), two).status()).isEqualTo(400);
    assertThat(done("retry")).isEqualTo(1);
  }

  @Test
  void a_secret_that_was_not_kept_cannot_be_given_again() {
    server.keys.keepsSecrets = false;
    var first = post("member", API + "/tokens", "one", "{\"name\":\"ci\"}");
    var second = post("member", API + "/tokens", "one", "{\"name\":\"ci\"}");
    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().get("detail").textValue()).contains("delete");
    assertThat(done("createToken")).isEqualTo(1);
  }

  @Test
  void a_title_that_was_made_before_is_not_asked_of_the_model_again() {
    post("member", CHAT + "/title/regenerate", "one", "");
    post("member", CHAT + "/title/regenerate", "one", "");
    assertThat(modelCalls).hasValue(1);
  }

  @Test
  void a_long_body_counts_as_a_whole() {
    String most = "{\"content\":[{\"type\":\"text\",\"text\":\"" + "x".repeat(200_000);
    assertThat(post("member", CHAT + "/messages", "one", most + "y\"}]}").status()).isEqualTo(200);
    assertThat(post("member", CHAT + "/messages", "one", most + "z\"}]}").status()).isEqualTo(422);
  }

  private Answer post(String user, String path, String key, String body) {
    return server.ask("POST", path, Buffer.buffer(body), headers(user, key));
  }

  private static MultiMap headers(String user, String key) {
    return MultiMap.caseInsensitiveMultiMap()
        .set("Authorization", "Bearer " + user)
        .set("Idempotency-Key", key);
  }

  private long done(String what) {
    return server.stores.asked.stream().map(Asked::what).filter(what::equals).count();
  }

  private TitleRoutes titles(TestServer started) {
    LanguageModel model =
        (_, events) -> {
          modelCalls.incrementAndGet();
          events.accept(new ModelEvent.TextDelta("A title"));
          events.accept(new ModelEvent.Finished(FinishReason.STOP, Usage.UNKNOWN));
          return () -> {};
        };
    return new TitleRoutes(
        started.stores.stores().chats(),
        ModelSource.withoutFiles(_ ->
            Future.succeededFuture(
                Optional.of(new ChatModel(model, Samples.model(), new Toolbox(List.of()))))),
        new Titles(new VertxScheduler(started.vertx)));
  }
}
