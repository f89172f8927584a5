package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.List;

/// Users, what they sign in with, and what their roles and scopes keep from them.
final class AccountScenes {

  private static final String PASSWORD = "a long enough password";
  private static final int TRIES = 11;

  private final BatonClient client;
  private final KeyedRequests keyed;

  AccountScenes(BatonClient client, KeyedRequests keyed) {
    this.client = client;
    this.keyed = keyed;
  }

  void play() {
    users();
    tokens();
    signingIn();
  }

  private void users() {
    client.get("/users/me").expect(200);
    for (String role : List.of("member", "auditor", "admin")) {
      keyed.post("/users", draft(role));
    }
    client.post("/users", draft("member")).expect(409);
    var all = client.get("/users").expect(200).json().path("users");
    String gone =
        keyed
            .post("/users", draft("member").put("email", "gone@example.org"))
            .json()
            .path("id")
            .asText();
    assertThat(all).hasSize(4);
    patch("/users/" + gone, "{\"suspended\":true}").expect(200);
    patch("/users/" + gone, "{\"email\":\"ADMIN@example.org\"}").expect(409);
    patch("/users/me", "{\"name\":\"Somebody\"}").expect(200);
    client.send(HttpMethod.DELETE, "/users/" + gone, "").expect(204);
    loneAdmin();
  }

  /// Who would leave nobody to administrate is stopped.
  private void loneAdmin() {
    var others =
        client
            .get("/users")
            .json()
            .path("users")
            .valueStream()
            .filter(user -> user.path("email").asText().equals("admin@example.org"))
            .toList();
    client
        .send(HttpMethod.DELETE, "/users/" + others.getFirst().path("id").asText(), "")
        .expect(204);
    String self = client.get("/users/me").json().path("id").asText();
    patch("/users/" + self, "{\"role\":\"member\"}").expect(409);
    client.send(HttpMethod.DELETE, "/users/" + self, "").expect(409);
  }

  private void tokens() {
    ObjectNode draft = Wire.object().put("name", "short-lived").put("expires_in", 3_600);
    draft
        .putArray("scopes")
        .add("all")
        .add("chat:*")
        .add("chat:create")
        .add("chat:read")
        .add("chat:update")
        .add("chat:delete")
        .add("model:read");
    String id = keyed.post("/tokens", draft).json().path("id").asText();
    client.get("/tokens").expect(200);
    client.send(HttpMethod.DELETE, "/tokens/" + id, "").expect(204);
  }

  private void signingIn() {
    assertThat(signIn("member", PASSWORD).status()).isEqualTo(200);
    String auditor = session(signIn("auditor", PASSWORD));
    as(auditor, HttpMethod.POST, "/chats", "{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}")
        .expect(403);
    as(session(signIn("member", PASSWORD)), HttpMethod.GET, "/replicas", "").expect(403);
    fromElsewhere(auditor, "/auth/logout", "").expect(403);
    fromElsewhere(auditor, "/auth/login", login("member", PASSWORD)).expect(403);
    as(auditor, HttpMethod.POST, "/auth/logout", "").expect(204);
    for (int i = 1; i < TRIES; i++) {
      signIn("nobody", "not the password").expect(401);
    }
    signIn("nobody", "not the password").expect(429);
  }

  private Answer signIn(String role, String password) {
    return client.send(HttpMethod.POST, "/auth/login", login(role, password));
  }

  private static String login(String role, String password) {
    return Wire.object().put("email", role + "@example.org").put("password", password).toString();
  }

  private static ObjectNode draft(String role) {
    return Wire.object()
        .put("email", role + "@example.org")
        .put("name", "The " + role)
        .put("role", role)
        .put("password", PASSWORD);
  }

  private Answer patch(String path, String body) {
    return client.send(HttpMethod.PATCH, path, body);
  }

  private static String session(Answer signedIn) {
    return signedIn.headers().get("Set-Cookie").split(";", 2)[0];
  }

  private Answer as(String cookie, HttpMethod method, String path, String body) {
    return client.answer(
        new RequestOptions().setMethod(method).setURI("/api/v1" + path).putHeader("Cookie", cookie),
        Buffer.buffer(body));
  }

  private Answer fromElsewhere(String cookie, String path, String body) {
    return client.answer(
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setURI("/api/v1" + path)
            .putHeader("Cookie", cookie)
            .putHeader("Origin", "https://elsewhere.example"),
        Buffer.buffer(body));
  }
}
