package dev.baton.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.UserId;
import dev.baton.server.http.TestServer.Answer;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What a replica says when it has enough to do.
final class LimitsTest {

  private static final String CHATS = "/api/v1/chats";
  private static final UserId ANN = new UserId(new UUID(0, 1));
  private static final UserId BOB = new UserId(new UUID(0, 2));

  @Test
  void beyond_its_limit_a_replica_answers_503_and_health_all_the_same() throws Exception {
    try (var server = server(new Limits(2, 2, 1, 1))) {
      var held = new Held(server, "member", "admin");
      var refused = server.get(CHATS);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.headers().get("Retry-After")).isEqualTo("1");
      assertThat(refused.json().get("detail").textValue()).contains("again");
      assertThat(server.get("/healthz").status()).isEqualTo(200);
      assertThat(server.get("/readyz").status()).isEqualTo(200);
      assertThat(server.stores.asked).as("nobody else is served").hasSize(2);
      held.release();
      assertThat(server.get(CHATS).status()).isEqualTo(200);
    }
  }

  @Test
  void one_user_cannot_take_it_all() throws Exception {
    try (var server = server(new Limits(9, 2, 1, 1))) {
      var held = new Held(server, "member", "member");
      var refused = server.get(CHATS);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.headers().get("Retry-After")).isEqualTo("1");
      assertThat(refused.json().get("detail").textValue()).contains("At most 2");
      held.release();
      assertThat(server.get(CHATS).status()).isEqualTo(200);
    }
  }

  @Test
  void while_one_user_waits_another_is_served() throws Exception {
    try (var server = server(new Limits(9, 1, 1, 1))) {
      var held = new Held(server, "member");
      assertThat(server.get(CHATS).status()).isEqualTo(429);
      server.stores.holdUntil(Future.succeededFuture());
      assertThat(server.ask("GET", CHATS, Buffer.buffer(), as("admin")).status()).isEqualTo(200);
      held.release();
    }
  }

  /// Many more refusals and failures than there are places.
  @Test
  void whoever_is_refused_or_fails_takes_no_place_with_them() {
    try (var server = server(new Limits(2, 1, 1, 1))) {
      for (int i = 0; i < 5; i++) {
        assertThat(server.ask("GET", CHATS, Buffer.buffer(), as("nobody")).status()).isEqualTo(401);
        assertThat(server.post(CHATS, "{").status()).isEqualTo(400);
        assertThat(server.get(CHATS + "/nonsense").status()).isEqualTo(400);
      }
      assertThat(server.get(CHATS).status()).isEqualTo(200);
    }
  }

  @Test
  void a_stranger_who_never_ends_a_body_takes_no_place_for_ever() {
    var settings = TestServer.settings(new Limits(1, 1, 1, 1));
    try (var server = new TestServer(settings, List.of(), _ -> List.of(), 100)) {
      Promise<String> answer = Promise.promise();
      var socket =
          TestServer.await(server.vertx.createNetClient().connect(server.port(), "127.0.0.1"));
      socket.handler(bytes -> answer.tryComplete(bytes.toString()));
      TestServer.await(socket.write(unfinished()));
      assertThat(TestServer.await(answer.future())).startsWith("HTTP/1.1 408");
      assertThat(server.get(CHATS).status()).isEqualTo(200);
    }
  }

  @Test
  void a_place_is_left_once_however_often_that_is_said() {
    var places = new Places(2, 1);
    var first = places.take().orElseThrow();
    assertThat(first.give(ANN)).isTrue();
    var second = places.take().orElseThrow();
    assertThat(second.give(ANN)).isFalse();
    assertThat(second.give(BOB)).isTrue();
    assertThat(places.take()).isEmpty();
    first.leave();
    first.leave();
    assertThat(places.taken()).isEqualTo(1);
    assertThat(places.take().orElseThrow().give(ANN)).isTrue();
    assertThat(places.take()).isEmpty();
  }

  @Test
  void a_limit_of_nothing_is_no_limit_to_set() {
    assertThatThrownBy(() -> new Limits(0, 1, 1, 1)).hasMessageContaining("limits.requests");
    assertThatThrownBy(() -> new Limits(1, 1, 1, 0)).hasMessageContaining("streams-per-user");
  }

  private static String unfinished() {
    return String.join(
        "\r\n",
        "POST /api/v1/auth/login HTTP/1.1",
        "Host: localhost",
        "Content-Length: 99",
        "",
        "{");
  }

  private static TestServer server(Limits limits) {
    return new TestServer(TestServer.settings(limits), List.of(), _ -> List.of());
  }

  private static MultiMap as(String user) {
    return MultiMap.caseInsensitiveMultiMap().set("Authorization", "Bearer " + user);
  }

  /// Requests that wait for the store.
  private static final class Held {

    private final Promise<Void> ready = Promise.promise();
    private final List<Future<Answer>> answers = new ArrayList<>();

    Held(TestServer server, String... users) throws InterruptedException {
      var asked = new CountDownLatch(users.length);
      server.stores.holdUntil(ready.future());
      server.stores.onAsked(asked::countDown);
      for (String user : users) {
        answers.add(server.begin("GET", CHATS, Buffer.buffer(), as(user)));
      }
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    }

    void release() {
      ready.complete();
      answers.forEach(answer -> assertThat(TestServer.await(answer).status()).isEqualTo(200));
    }
  }
}
