package dev.baton.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.server.http.TestServer.Answer;
import dev.baton.store.Actor;
import dev.baton.store.Token;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who gets in, and what a cookie may do.
final class AuthenticationTest {

  private static final String ME = "/api/v1/users/me";
  private static final String INTERRUPT = "/api/v1/chats/" + Samples.CHAT_ID + "/interrupt";

  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void without_a_credential_nobody_gets_in() {
    assertTurnedAway(get(ME, headers()));
    assertTurnedAway(get(ME, headers().set("Authorization", "Bearer nonsense")));
    assertTurnedAway(get(ME, headers().set("Authorization", "Bearer ")));
    assertTurnedAway(get(ME, headers().set("Authorization", "Basic member")));
    assertTurnedAway(get(ME, headers().set("Cookie", "baton_session=nonsense")));
    assertTurnedAway(post(INTERRUPT, headers()));
    assertThat(server.stores.asked).isEmpty();
  }

  @Test
  void a_token_lets_its_user_in() {
    var me = get(ME, headers().set("authorization", "bearer  member ")).json();
    assertThat(me.get("role").textValue()).isEqualTo("member");
    assertThat(me.get("email").textValue()).isEqualTo("member@example.com");
  }

  @Test
  void a_suspended_user_is_turned_away() {
    var member = Samples.user(Actor.Role.MEMBER);
    var suspended =
        new dev.baton.store.User(
            member.id(), member.email(), member.name(), member.role(), true, Samples.NOW);
    server.stores.accounts.add("suspended", suspended, Token.Kind.API);
    assertTurnedAway(get(ME, headers().set("Authorization", "Bearer suspended")));
  }

  @Test
  void a_sign_in_link_is_no_credential() {
    server.stores.accounts.add("link", Samples.user(Actor.Role.ADMIN), Token.Kind.LINK);
    assertTurnedAway(get(ME, headers().set("Authorization", "Bearer link")));
  }

  @ParameterizedTest
  @CsvSource({"/auth/link", "/api/v1/auth/link"})
  void a_link_signs_in_once(String path) {
    var first = get(path + "?token=" + FakeAccounts.LINK, headers());
    assertThat(first.status()).isEqualTo(303);
    assertThat(first.headers().get("Location")).isEqualTo("/");
    String cookie = first.headers().get("Set-Cookie");
    assertThat(cookie)
        .startsWith("baton_session=")
        .contains("Path=/", "HTTPOnly", "SameSite=Lax", "Max-Age=2592000")
        .doesNotContain("Secure");
    var me = get(ME, headers().set("Cookie", cookie.substring(0, cookie.indexOf(';'))));
    assertThat(me.json().get("role").textValue()).isEqualTo("admin");

    var second = get(path + "?token=" + FakeAccounts.LINK, headers());
    assertThat(second.status()).isEqualTo(410);
    assertThat(second.headers().get("Content-Type")).startsWith("text/html");
    assertThat(second.headers().contains("Set-Cookie")).isFalse();
    assertThat(second.body()).contains("prints a new link");
  }

  @Test
  void a_link_without_a_token_is_used_up() {
    assertThat(get("/auth/link", headers()).status()).isEqualTo(410);
  }

  @Test
  void a_cookie_is_secure_where_there_is_tls() {
    try (var behindTls = server("https://baton.example.com");
        var behindProxy = server("http://baton.example.com")) {
      assertThat(signIn(behindTls, headers())).contains("Secure");
      assertThat(signIn(behindProxy, headers())).doesNotContain("Secure");
      behindProxy.stores.accounts.links.add(FakeAccounts.LINK);
      assertThat(signIn(behindProxy, headers().set("X-Forwarded-Proto", "https")))
          .contains("Secure");
    }
    assertThat(signIn(server, headers().set("X-Forwarded-Proto", "https")))
        .as("nobody vouches for the header")
        .doesNotContain("Secure");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // Sec-Fetch-Site, Origin, status of a POST with a cookie
        "same-origin, -, 200",
        "same-origin, http://elsewhere.example, 200",
        "none, -, 200",
        "same-site, http://HOST, 403",
        "cross-site, -, 403",
        "-, http://HOST, 200",
        "-, http://elsewhere.example, 403",
        "-, null, 403",
        "-, http://[, 403",
        "-, -, 200"
      })
  void a_cookie_changes_things_for_our_own_pages_only(String site, String origin, int status) {
    var headers = cookie();
    if (site != null) {
      headers.set("Sec-Fetch-Site", site);
    }
    if (origin != null) {
      headers.set("Origin", origin.replace("HOST", "127.0.0.1:" + server.port()));
    }
    assertThat(post(INTERRUPT, headers).status()).isEqualTo(status);
    assertThat(server.stores.asked).hasSize(status == 200 ? 1 : 0);
    assertThat(get(ME, headers).status()).as("reading is harmless").isEqualTo(200);
  }

  @Test
  void a_page_at_the_public_url_is_our_own() {
    try (var proxied = server("https://baton.example.com")) {
      String session = proxied.stores.accounts.signIn(Actor.Role.MEMBER);
      var headers =
          headers()
              .set("Cookie", "baton_session=" + session)
              .set("Origin", "https://baton.example.com");
      assertThat(proxied.ask("POST", INTERRUPT, Buffer.buffer(), headers).status()).isEqualTo(200);
    }
  }

  @Test
  void a_token_needs_no_origin() {
    var headers =
        headers().set("Authorization", "Bearer member").set("Origin", "http://elsewhere.example");
    assertThat(post(INTERRUPT, headers).status()).isEqualTo(200);
  }

  @Test
  void signing_out_ends_the_session_at_once() {
    var headers = cookie();
    assertThat(get(ME, headers).status()).isEqualTo(200);
    var answer = post("/api/v1/auth/logout", headers);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers().get("Set-Cookie")).contains("baton_session=;", "Max-Age=0");
    assertTurnedAway(get(ME, headers));
  }

  @Test
  void signing_out_leaves_a_programs_token_alone() {
    var headers = headers().set("Authorization", "Bearer member");
    assertThat(post("/api/v1/auth/logout", headers).status()).isEqualTo(204);
    assertThat(get(ME, headers).status()).isEqualTo(200);
  }

  @Test
  void a_tokens_secret_is_shown_once() {
    var created = server.post("/api/v1/tokens", "{\"name\":\" ci \",\"expires_in\":60}").json();
    String secret = created.get("token").textValue();
    assertThat(secret).startsWith("baton_").hasSizeGreaterThan(40);
    var bearer = headers().set("Authorization", "Bearer " + secret);
    assertThat(get(ME, bearer).status()).isEqualTo(200);
    assertThat(server.get("/api/v1/tokens").body()).doesNotContain(secret);
    var deleted = server.ask("DELETE", "/api/v1/tokens/" + created.get("id").textValue(), "");
    assertThat(deleted.status()).isEqualTo(204);
    assertTurnedAway(get(ME, bearer));
  }

  private void assertTurnedAway(Answer answer) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers().get("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(answer.json().get("message").textValue()).isEqualTo("You are not signed in.");
  }

  private static TestServer server(String publicUrl) {
    return new TestServer(TestServer.settings(URI.create(publicUrl)), List.of(), _ -> List.of());
  }

  private static String signIn(TestServer server, MultiMap headers) {
    return server
        .ask("GET", "/auth/link?token=" + FakeAccounts.LINK, Buffer.buffer(), headers)
        .headers()
        .get("Set-Cookie");
  }

  private MultiMap cookie() {
    return headers()
        .set("Cookie", "baton_session=" + server.stores.accounts.signIn(Actor.Role.MEMBER));
  }

  private static MultiMap headers() {
    return MultiMap.caseInsensitiveMultiMap();
  }

  private Answer get(String path, MultiMap headers) {
    return server.ask("GET", path, Buffer.buffer(), headers);
  }

  private Answer post(String path, MultiMap headers) {
    return server.ask("POST", path, Buffer.buffer("{}"), headers);
  }
}
