package dev.baton.server.websocket;

import static dev.baton.server.http.Samples.CHAT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.server.http.Limits;
import dev.baton.server.http.TestServer;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams beyond what a replica holds.
final class StreamLimitsTest {

  private static final String STREAM = "/api/v1/chats/" + CHAT_ID + "/stream";
  private static final String WATCH = "/api/v1/chats/watch";

  @Test
  void a_stream_too_many_is_closed_with_1013_and_the_next_is_welcome_when_one_has_left() {
    try (var live = live(new Limits(9, 9, 2, 2))) {
      var first = live.open(STREAM);
      var second = live.open(WATCH);
      first.next();
      second.next();
      var third = live.open(WATCH);
      assertThat(third.closeCode()).isEqualTo(1013);
      assertThat(third.socket.closeReason()).contains("reconnect after a pause");
      assertThat(first.socket.isClosed()).isFalse();

      TestServer.await(first.socket.close());
      assertThat(first.closeCode()).isEqualTo(1000);
      awaitPlace(live);
    }
  }

  @Test
  void one_user_cannot_take_all_streams() {
    try (var live = live(new Limits(9, 9, 9, 1))) {
      live.open(STREAM).next();
      var second = live.open(STREAM);
      assertThat(second.closeCode()).isEqualTo(1013);
      assertThat(second.socket.closeReason()).contains("close some");
      live.open(WATCH, as("admin")).next();
    }
  }

  @Test
  void an_event_stream_too_many_is_refused_with_503() {
    try (var live = live(new Limits(9, 9, 1, 1))) {
      live.open(WATCH).next();
      var refused =
          live.server.ask(
              "GET", STREAM, Buffer.buffer(), as("admin").set("Accept", "text/event-stream"));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.headers().get("Retry-After")).isEqualTo("1");
      assertThat(refused.json().get("detail").textValue()).contains("pause");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept: text/event-stream",
        "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: eA=="
      })
  void whoever_has_gone_before_the_stream_begins_takes_no_place(String headers) {
    try (var live = live(new Limits(9, 9, 1, 1))) {
      Promise<Void> ready = Promise.promise();
      Promise<Void> asked = Promise.promise();
      live.server.stores.holdUntil(ready.future());
      live.server.stores.onAsked(asked::tryComplete);
      var socket =
          TestServer.await(
              live.server.vertx.createNetClient().connect(live.server.port(), "127.0.0.1"));
      TestServer.await(socket.write(asking(headers)));
      TestServer.await(asked.future());
      TestServer.await(socket.close());
      for (int i = 0; i < 20; i++) {
        assertThat(live.server.get("/healthz").status()).isEqualTo(200);
      }
      ready.complete();
      awaitPlace(live);
    }
  }

  private static String asking(String headers) {
    return String.join(
        "\r\n",
        "GET " + STREAM + " HTTP/1.1",
        "Host: localhost",
        "Authorization: Bearer member",
        headers.replace("|", "\r\n"),
        "",
        "");
  }

  /// The server hears a little later than its client that a socket is closed.
  private static void awaitPlace(LiveServer live) {
    for (int attempt = 0; attempt < 500; attempt++) {
      var client = live.open(WATCH);
      if (TestServer.await(client.welcomed())) {
        return;
      }
    }
    throw new AssertionError("no place became free");
  }

  private static LiveServer live(Limits limits) {
    return new LiveServer(StreamSettings.DEFAULTS, limits);
  }

  private static MultiMap as(String user) {
    return MultiMap.caseInsensitiveMultiMap().set("Authorization", "Bearer " + user);
  }
}
