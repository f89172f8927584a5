package dev.baton.server.accounts;

import static dev.baton.server.accounts.Client.cookie;
import static dev.baton.server.accounts.Client.none;
import static dev.baton.server.accounts.Client.session;
import static dev.baton.server.accounts.Client.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.server.http.TestServer.Answer;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Signing in with a password, and out again.
final class SignInTest {

  private static final Replicas replicas = new Replicas();
  private static final String ADMIN = Replicas.ADMIN;

  private final Client here = replicas.first;
  private final Client there = replicas.second;

  @AfterEach
  void clear() {
    replicas.clear();
  }

  @AfterAll
  static void stop() {
    replicas.close();
  }

  private static final String PASSWORD = "correct horse battery";

  @Test
  void a_password_signs_in_on_every_replica_until_the_user_signs_out() {
    addAda();
    var answer = here.ask("POST", "/auth/login", login(" Ada@Example.org ", PASSWORD), none());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(text(answer, "email")).isEqualTo("ada@example.org");
    assertThat(answer.body()).doesNotContain("password").doesNotContain("pbkdf2");
    assertThat(answer.headers().get("Set-Cookie"))
        .contains("HTTPOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000");

    var cookie = cookie(session(answer));
    assertThat(text(there.ask("GET", "/users/me", "", cookie), "name")).isEqualTo("Ada");
    assertThat(here.ask("POST", "/auth/logout", "", cookie).status()).isEqualTo(204);
    assertThat(here.ask("GET", "/users/me", "", cookie).status()).isEqualTo(401);
  }

  @Test
  void what_is_wrong_is_not_told() {
    addAda();
    var keyless = "{\"email\":\"bob@example.org\",\"name\":\"Bob\"}";
    here.post(ADMIN, "/users", keyless);
    for (Answer answer :
        List.of(
            signIn(here, "ada@example.org", "wrong"),
            signIn(here, "bob@example.org", PASSWORD),
            signIn(here, "nobody@example.org", PASSWORD))) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(text(answer, "message")).isEqualTo("Email or password is wrong.");
      assertThat(answer.headers().contains("Set-Cookie")).isFalse();
    }
  }

  @Test
  void a_suspended_user_does_not_sign_in() {
    var id = addAda();
    here.patch(ADMIN, "/users/" + id, "{\"suspended\":true}");
    assertThat(signIn(here, "ada@example.org", PASSWORD).status()).isEqualTo(401);
    here.patch(ADMIN, "/users/" + id, "{\"suspended\":false}");
    assertThat(signIn(here, "ada@example.org", PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void after_ten_tries_every_replica_asks_to_wait() {
    addAda();
    signIn(here, "ada@example.org", "wrong");
    replicas.sql("UPDATE sign_in_tries SET tries = 9");
    assertThat(signIn(there, "ADA@example.org", "wrong").status()).isEqualTo(401);
    for (var replica : List.of(here, there)) {
      var refused = signIn(replica, "ada@example.org", PASSWORD);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(Integer.parseInt(refused.headers().get("Retry-After"))).isBetween(1, 300);
    }
    replicas.sql("UPDATE sign_in_tries SET since = now() - interval '6 minutes'");
    assertThat(signIn(here, "ada@example.org", PASSWORD).status()).isEqualTo(200);
    assertThat(replicas.sql("SELECT FROM sign_in_tries").size()).as("forgotten").isZero();
  }

  @Test
  void addresses_that_nobody_has_are_limited_like_any_other() {
    signIn(here, "nobody@example.org", "wrong");
    replicas.sql("UPDATE sign_in_tries SET tries = 10");
    assertThat(signIn(here, "nobody@example.org", "wrong").status()).isEqualTo(429);
  }

  @Test
  void a_page_of_another_site_signs_nobody_in() {
    addAda();
    MultiMap foreign = none().set("Sec-Fetch-Site", "cross-site");
    var answer = here.ask("POST", "/auth/login", login("ada@example.org", PASSWORD), foreign);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers().contains("Set-Cookie")).isFalse();
  }

  @Test
  void another_password_ends_the_other_sessions() {
    addAda();
    var mine = session(signIn(here, "ada@example.org", PASSWORD));
    var other = session(signIn(here, "ada@example.org", PASSWORD));
    var wrong = "{\"password\":\"a much better one\",\"current_password\":\"wrong\"}";
    for (var body : List.of(wrong, "{\"password\":\"a much better one\"}")) {
      var refused = here.ask("PATCH", "/users/me", body, cookie(mine));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().at("/validations/0/field").textValue())
          .isEqualTo("current_password");
    }
    var right =
        "{\"name\":\"Countess\",\"password\":\"a much better one\",\"current_password\":\""
            + PASSWORD
            + "\"}";
    var changed = here.ask("PATCH", "/users/me", right, cookie(mine));
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(text(changed, "name")).isEqualTo("Countess");
    assertThat(here.ask("GET", "/users/me", "", cookie(mine)).status()).isEqualTo(200);
    assertThat(here.ask("GET", "/users/me", "", cookie(other)).status()).isEqualTo(401);
    assertThat(signIn(here, "ada@example.org", PASSWORD).status()).isEqualTo(401);
    assertThat(signIn(here, "ada@example.org", "a much better one").status()).isEqualTo(200);
  }

  @Test
  void who_has_no_password_may_choose_one() {
    var first = here.patch(ADMIN, "/users/me", "{\"password\":\"" + PASSWORD + "\"}");
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(signIn(here, "admin@localhost", PASSWORD).status()).isEqualTo(200);
  }

  private String addAda() {
    var ada = "{\"email\":\"ada@example.org\",\"name\":\"Ada\",\"password\":\"" + PASSWORD + "\"}";
    return text(here.post(ADMIN, "/users", ada), "id");
  }

  private static Answer signIn(Client replica, String email, String password) {
    return replica.ask("POST", "/auth/login", login(email, password), none());
  }

  private static String login(String email, String password) {
    return "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}";
  }
}
