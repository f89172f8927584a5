package dev.baton.server.accounts;

import static dev.baton.server.accounts.Client.bearer;
import static dev.baton.server.accounts.Client.cookie;
import static dev.baton.server.accounts.Client.none;
import static dev.baton.server.accounts.Client.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.server.http.TestServer;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Open streams end when the access that they stand on does.
final class WithdrawnAccessTest {

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

  private static final String HELLO = "{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}";
  private static final int ACCESS_LOST = 1008;

  private String person = "";
  private String user = "";
  private String chat = "";

  @BeforeEach
  void prepare() {
    replicas.addModel();
    newPerson();
  }

  private void newPerson() {
    person = replicas.person("member");
    user = text(here.get(person, "/users/me"), "id");
    chat = text(here.post(person, "/chats", HELLO), "id");
  }

  @TestFactory
  Stream<DynamicTest> what_ends_access_closes_every_stream_on_the_other_replica_too() {
    Map<String, Runnable> deeds =
        Map.of(
            "the token is deleted", () -> here.delete(person, "/tokens/" + tokenId()),
            "the token expires",
                () ->
                    replicas.sql(
                        "UPDATE tokens SET expires_at = now() WHERE user_id = $1",
                        UUID.fromString(user)),
            "the user is suspended",
                () -> here.patch(ADMIN, "/users/" + user, "{\"suspended\":true}"),
            "the user has another role",
                () -> here.patch(ADMIN, "/users/" + user, "{\"role\":\"auditor\"}"));
    return deeds.entrySet().stream()
        .map(deed ->
            DynamicTest.dynamicTest(
                deed.getKey(),
                () -> {
                  newPerson();
                  var open = open(bearer(person));
                  deed.getValue().run();
                  assertThat(open).allSatisfy(WithdrawnAccessTest::assertAccessLost);
                }));
  }

  @Test
  void signing_out_closes_the_streams_of_the_session() {
    here.patch(ADMIN, "/users/" + user, "{\"password\":\"correct horse battery\"}");
    var login =
        "{\"email\":\"%s\",\"password\":\"correct horse battery\"}"
            .formatted(text(here.get(person, "/users/me"), "email"));
    var session = Client.session(here.ask("POST", "/auth/login", login, none()));
    var open = open(cookie(session));
    var others = open(bearer(person));
    assertThat(here.ask("POST", "/auth/logout", "", cookie(session)).status()).isEqualTo(204);
    assertThat(open).allSatisfy(WithdrawnAccessTest::assertAccessLost);
    assertThat(others).noneMatch(Future::isComplete);
  }

  @Test
  void a_stream_that_a_ticket_opened_ends_with_the_token_behind_it() {
    var ticket = text(here.post(person, "/chats/" + chat + "/stream-ticket", "{}"), "ticket");
    var open =
        TestServer.await(there.socket("/chats/" + chat + "/stream?ticket=" + ticket, none()));
    here.delete(person, "/tokens/" + tokenId());
    assertAccessLost(open);
  }

  @Test
  void a_chat_that_may_not_be_seen_any_more_closes_its_streams_alone() {
    var stream = TestServer.await(there.socket("/chats/" + chat + "/stream", bearer(person)));
    var events = TestServer.await(there.events("/chats/" + chat + "/stream", bearer(person)));
    var watch = TestServer.await(there.socket("/chats/watch", bearer(person)));
    replicas.sql("UPDATE chats SET owner_id = $1", replicas.admin().value());
    assertAccessLost(stream);
    assertAccessLost(events);
    assertThat(watch.isComplete()).isFalse();
  }

  @Test
  void the_streams_of_a_deleted_user_end_cleanly() {
    var open = open(bearer(person));
    var onlooker = TestServer.await(there.socket("/chats/" + chat + "/stream", bearer(ADMIN)));
    assertThat(here.delete(ADMIN, "/users/" + user).status()).isEqualTo(204);
    assertThat(open).allSatisfy(end -> assertThat(TestServer.await(end)).isIn(1000, ACCESS_LOST));
    assertThat(TestServer.await(onlooker)).as("the chat is gone").isEqualTo(1000);
  }

  /// All four kinds of streams, on the replica that hears of nothing.
  private List<Future<Integer>> open(MultiMap credential) {
    var stream = "/chats/" + chat + "/stream";
    return List.of(
        TestServer.await(there.socket(stream, copy(credential))),
        TestServer.await(there.socket("/chats/watch", copy(credential))),
        TestServer.await(there.events(stream, copy(credential))),
        TestServer.await(there.events("/chats/watch", copy(credential))));
  }

  private static MultiMap copy(MultiMap headers) {
    return none().addAll(headers);
  }

  private String tokenId() {
    return here.get(person, "/tokens").json().at("/tokens/0/id").asText();
  }

  private static void assertAccessLost(Future<Integer> end) {
    assertThat(TestServer.await(end)).isEqualTo(ACCESS_LOST);
  }
}
