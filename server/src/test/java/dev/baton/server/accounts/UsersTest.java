package dev.baton.server.accounts;

import static dev.baton.server.accounts.Client.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.server.http.TestServer.Answer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What admins do with users.
final class UsersTest {

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

  @Test
  void a_user_is_made_changed_and_deleted() {
    var made = create("{\"email\":\"Ada@Example.org\",\"name\":\"Ada\",\"role\":\"auditor\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.json().fieldNames())
        .toIterable()
        .containsExactly("id", "email", "name", "role", "suspended", "created_at");
    assertThat(text(made, "email")).isEqualTo("ada@example.org");
    assertThat(text(made, "role")).isEqualTo("auditor");
    var listed = here.get(ADMIN, "/users").json().path("users");
    assertThat(listed).hasSize(2);
    assertThat(listed.get(1)).isEqualTo(made.json());

    var path = "/users/" + text(made, "id");
    var all = "{\"email\":\"a@b.org\",\"name\":\"A\",\"role\":\"admin\",\"suspended\":true}";
    var changed = here.patch(ADMIN, path, all);
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(text(changed, "email")).isEqualTo("a@b.org");
    assertThat(text(changed, "name")).isEqualTo("A");
    assertThat(text(changed, "role")).isEqualTo("admin");
    assertThat(changed.json().path("suspended").booleanValue()).isTrue();
    assertThat(there.patch(ADMIN, path, "{}").json()).as("nothing named").isEqualTo(changed.json());

    assertThat(here.delete(ADMIN, path).status()).isEqualTo(204);
    assertThat(here.delete(ADMIN, path).status()).isEqualTo(404);
    assertThat(here.patch(ADMIN, path, "{}").status()).isEqualTo(404);
  }

  @Test
  void a_new_user_is_a_member_named_after_the_address() {
    var made = create("{\"email\":\"ada@example.org\"}");
    assertThat(text(made, "name")).isEqualTo("ada@example.org");
    assertThat(text(made, "role")).isEqualTo("member");
  }

  @Test
  void an_address_belongs_to_one_user() {
    create("{\"email\":\"ada@example.org\"}");
    var bob = text(create("{\"email\":\"bob@example.org\"}"), "id");
    for (Answer refused :
        List.of(
            create("{\"email\":\"ADA@example.org\"}"),
            here.patch(ADMIN, "/users/" + bob, "{\"email\":\"ada@example.org\"}"))) {
      assertThat(refused.status()).isEqualTo(409);
      assertThat(text(refused, "message")).contains("address already");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"member", "auditor"})
  void only_an_admin_manages_users(String role) {
    var token = replicas.person(role);
    var other = "/users/" + UUID.randomUUID();
    for (Answer refused :
        List.of(
            here.get(token, "/users"),
            here.post(token, "/users", "{\"email\":\"x@example.org\"}"),
            here.patch(token, other, "{\"role\":\"admin\"}"),
            here.delete(token, other),
            here.get(token, "/replicas"))) {
      assertThat(refused.status()).isEqualTo(403);
      assertThat(text(refused, "message")).startsWith("Only an admin");
    }
    assertThat(here.get(ADMIN, "/replicas").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"role\":\"member\"}", "{\"suspended\":true}", ""})
  void the_last_admin_stays(String change) {
    var last = "/users/" + replicas.admin();
    var refused = change.isEmpty() ? here.delete(ADMIN, last) : here.patch(ADMIN, last, change);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(here.get(ADMIN, "/users/me").status()).as("and still gets in").isEqualTo(200);

    var heir = text(create("{\"email\":\"heir@example.org\",\"role\":\"admin\"}"), "id");
    here.patch(ADMIN, "/users/" + heir, "{\"suspended\":true}");
    assertThat(here.patch(ADMIN, last, "{\"role\":\"member\"}").status())
        .as("a suspended heir does not count")
        .isEqualTo(409);
  }

  @Test
  void an_admin_may_go_once_there_is_another() {
    create("{\"email\":\"heir@example.org\",\"role\":\"admin\"}");
    var me = "/users/" + replicas.admin();
    assertThat(here.patch(ADMIN, me, "{\"role\":\"member\"}").status()).isEqualTo(200);
  }

  @Test
  void a_users_chats_go_with_the_user() {
    replicas.addModel();
    var token = replicas.person("member");
    var user = text(here.get(token, "/users/me"), "id");
    for (int i = 0; i < 3; i++) {
      var chat = "{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}";
      assertThat(here.post(token, "/chats", chat).status()).isEqualTo(201);
    }
    assertThat(here.delete(ADMIN, "/users/" + user).status()).isEqualTo(204);
    assertThat(replicas.sql("SELECT FROM chats").size()).isZero();
    assertThat(replicas.sql("SELECT FROM chat_messages").size()).isZero();
  }

  @Test
  void nobody_but_the_owner_has_a_title_made() {
    replicas.addModel();
    var token = replicas.person("member");
    var chat = "{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}";
    var id = text(here.post(token, "/chats", chat), "id");
    var path = "/chats/" + id + "/title/regenerate";
    assertThat(here.post(ADMIN, path, "{}").status()).isEqualTo(403);
    assertThat(here.post(replicas.person("auditor"), path, "{}").status()).isEqualTo(403);
    assertThat(here.post(replicas.person("member"), path, "{}").status()).isEqualTo(404);
  }

  @Test
  void a_provider_that_cannot_be_called_says_so_and_is_no_choice() {
    var made =
        here.post(ADMIN, "/model-providers", "{\"provider\":\"anthropic\",\"api_key\":\"k\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("available").booleanValue()).isFalse();
    assertThat(text(made, "unavailable_reason")).isEqualTo("unsupported");
    var config =
        "{\"model_provider_id\":\"%s\",\"model\":\"m\",\"context_limit\":1000}"
            .formatted(text(made, "id"));
    assertThat(here.post(ADMIN, "/model-configs", config).status()).isEqualTo(201);
    var entry = here.get(ADMIN, "/models").json().at("/providers/0");
    assertThat(entry.path("available").booleanValue()).isFalse();
    assertThat(entry.path("unavailable_reason").textValue()).isEqualTo("unsupported");

    var off = here.patch(ADMIN, "/model-providers/" + text(made, "id"), "{\"enabled\":false}");
    assertThat(text(off, "unavailable_reason")).isEqualTo("disabled");
    var scripted = here.post(ADMIN, "/model-providers", "{\"provider\":\"scripted\"}");
    assertThat(scripted.json().path("available").booleanValue()).isTrue();
    assertThat(scripted.json().has("unavailable_reason")).isFalse();
  }

  private Answer create(String user) {
    return here.post(ADMIN, "/users", user);
  }
}
