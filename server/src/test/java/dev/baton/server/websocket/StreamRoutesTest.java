package dev.baton.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.json.Json;
import dev.baton.server.http.Samples;
import dev.baton.server.http.TestServer;
import dev.baton.store.Actor;
import dev.baton.store.StoreException;
import dev.baton.store.StreamCursor;
import dev.baton.stream.CloseCode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Live streams over real sockets.
final class StreamRoutesTest {

  private static final String STREAM = "/api/v1/chats/" + Samples.CHAT_ID + "/stream";
  private static final String WATCH = "/api/v1/chats/watch";

  private final LiveServer live = new LiveServer();

  @AfterEach
  void stop() {
    live.close();
  }

  static Stream<String> live_routes() {
    return Stream.of(STREAM, WATCH);
  }

  @Test
  void a_stream_begins_with_what_the_client_lacks() {
    var client = live.open(STREAM);
    var events = Json.parse(client.next());
    assertThat(events.isArray()).isTrue();
    assertThat(events.findValuesAsText("type"))
        .contains("message", "queue_update", "status", "synced");
    assertThat(live.chats.joined).containsExactly(new StreamCursor.Beginning());
  }

  @Test
  void a_watch_begins_with_a_snapshot() {
    var client = live.open(WATCH);
    assertThat(client.next()).contains("\"snapshot\"", Samples.CHAT_ID.toString(), "\"synced\"");
  }

  @Test
  void a_browser_streams_with_its_cookie() {
    var client =
        live.open(STREAM, cookie().set("Origin", "http://127.0.0.1:" + live.server.port()));
    assertThat(client.next()).contains("synced");
  }

  @Test
  void cursors_are_passed_on() {
    live.open(STREAM + "?after_id=0").next();
    live.open(STREAM + "?after_id=7").next();
    live.open(STREAM + "?history_version=4&generation_attempt=1&seq=0").next();
    assertThat(live.chats.joined)
        .containsExactly(
            new StreamCursor.Beginning(),
            new StreamCursor.AfterMessage(7),
            new StreamCursor.Position(4, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?after_id=",
        "?after_id=x",
        "?after_id=-1",
        "?after_id=9223372036854775808",
        "?history_version=4",
        "?history_version=4&seq=1",
        "?generation_attempt=1&seq=1",
        "?history_version=4&generation_attempt=1&seq=x",
        "?history_version=4&generation_attempt=-1&seq=1",
        "?history_version=4&generation_attempt=1&seq=",
        "?after_id=7&history_version=4&generation_attempt=1&seq=1",
      })
  void a_cursor_that_makes_no_sense_is_refused_before_the_upgrade(String query) {
    var answer = live.refused(STREAM + query, token());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("validations")).isNotEmpty();
    assertThat(live.server.stores.asked).isEmpty();
    assertThat(live.chats.joined).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("live_routes")
  void who_may_not_listen_is_refused_before_the_upgrade(String path) {
    assertThat(live.refused(path, headers()).status()).isEqualTo(401);
    assertThat(live.refused(path, headers().set("Authorization", "Bearer no")).status())
        .isEqualTo(401);
    assertThat(live.refused(path, cookie().set("Origin", "http://evil.example")).status())
        .isEqualTo(403);
    live.server.api.drain(true);
    var draining = live.refused(path, token());
    assertThat(draining.status()).isEqualTo(503);
    assertThat(draining.headers().get("Retry-After")).isEqualTo("1");
    assertThat(live.server.stores.asked).isEmpty();
  }

  @Test
  void a_query_that_cannot_be_read_is_the_clients_fault() {
    assertThat(live.refused(STREAM + "?ticket=%zz", token()).status()).isEqualTo(400);
    assertThat(live.refused("/api/v1/chats/watch?%zz&%", token()).status()).isEqualTo(400);
  }

  @Test
  void a_chat_that_may_not_be_seen_is_not_there() {
    live.server.stores.failWith(new StoreException.NotFound("Chat"));
    assertThat(live.refused(STREAM, token()).status()).isEqualTo(404);
    assertThat(live.refused("/api/v1/chats/nonsense/stream", token()).status()).isEqualTo(400);
    assertThat(live.chats.joined).isEmpty();
  }

  @Test
  void a_plain_request_is_told_to_upgrade() {
    var answer = live.server.ask("GET", STREAM, Buffer.buffer(), token());
    assertThat(answer.status()).isEqualTo(426);
    assertThat(answer.headers().get("Upgrade")).isEqualTo("websocket");
    assertThat(live.server.ask("POST", STREAM, Buffer.buffer(), token()).status()).isEqualTo(405);
  }

  @ParameterizedTest
  @CsvSource({"0", "2", "500000"})
  void data_from_a_client_closes_with_1003(int length) {
    for (String path : new String[] {STREAM, WATCH}) {
      var text = live.open(path);
      text.socket.writeFinalTextFrame("x".repeat(length));
      assertThat(text.closeCode()).isEqualTo(1003);
      var binary = live.open(path);
      binary.socket.writeFinalBinaryFrame(Buffer.buffer("x".repeat(length)));
      assertThat(binary.closeCode()).isEqualTo(1003);
    }
  }

  @Test
  void a_client_may_ping() {
    var client = live.open(STREAM);
    client.next();
    io.vertx.core.Promise<Buffer> pong = io.vertx.core.Promise.promise();
    client.socket.pongHandler(pong::tryComplete);
    client.socket.writePing(Buffer.buffer("are you there"));
    assertThat(TestServer.await(pong.future()).toString()).isEqualTo("are you there");
    assertThat(client.socket.isClosed()).isFalse();
  }

  @Test
  void a_chat_that_is_deleted_closes_with_1000() {
    live.chats.deleted = true;
    assertThat(live.open(STREAM).closeCode()).isEqualTo(1000);
  }

  @Test
  void watchers_are_sent_away_with_1012() {
    var client = live.open(STREAM);
    client.next();
    live.feeds().closeAll(CloseCode.RESTARTING, "restarting", Duration.ofMillis(1));
    assertThat(client.closeCode()).isEqualTo(1012);
  }

  @Test
  void a_client_that_leaves_is_forgotten() {
    var client = live.open(STREAM);
    client.next();
    assertThat(live.feeds().watchers()).isEqualTo(1);
    client.socket.close();
    assertThat(client.closeCode()).isEqualTo(1000);
    awaitNoWatchers();
  }

  @Test
  void a_client_without_signs_of_life_is_closed() throws IOException {
    var impatient = new StreamSettings(Duration.ofMillis(20), Duration.ofMillis(60));
    try (var other = new LiveServer(impatient);
        var socket = new Socket(InetAddress.getLoopbackAddress(), other.server.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + STREAM
                      + " HTTP/1.1\r\nHost: b\r\nAuthorization: Bearer member\r\n"
                      + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      var heard = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(heard).startsWith("HTTP/1.1 101 ").contains("synced", "No sign of life.");
    }
  }

  @Test
  void server_sent_events_carry_the_cursor() throws IOException {
    String events = eventStream("", "\n\n");
    assertThat(events)
        .contains("text/event-stream", "id: 4-1-0\ndata: [{\"type\":\"message\"", "synced");
    eventStream("Last-Event-ID: 4-1-12\r\n", "\n\n");
    assertThat(live.chats.joined)
        .containsExactly(new StreamCursor.Beginning(), new StreamCursor.Position(4, 1, 12));
    awaitNoWatchers();
    assertThat(eventStream("Last-Event-ID: abc\r\n", "}")).startsWith("HTTP/1.1 400 ");
    live.chats.deleted = true;
    assertThat(eventStream("", "0\r\n\r\n")).contains("event: close\ndata: {\"code\":1000}");
  }

  /// Reads an event stream up to a mark that comes after its head, and leaves.
  private String eventStream(String header, String end) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), live.server.port())) {
      socket.setSoTimeout(10_000);
      String request =
          "GET "
              + STREAM
              + " HTTP/1.1\r\nHost: b\r\nAuthorization: Bearer member\r\n"
              + header
              + "Accept: text/event-stream\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var heard = new StringBuilder();
      while (heard.indexOf(end) < 0) {
        int next = socket.getInputStream().read();
        assertThat(next).as(heard.toString()).isNotNegative();
        heard.append((char) next);
      }
      return heard.toString();
    }
  }

  /// The server hears of a leaving a moment after the client's own close.
  private void awaitNoWatchers() {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (live.feeds().watchers() > 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static MultiMap headers() {
    return MultiMap.caseInsensitiveMultiMap();
  }

  private static MultiMap token() {
    return headers().set("Authorization", "Bearer member");
  }

  private MultiMap cookie() {
    String session = live.server.stores.accounts.signIn(Actor.Role.MEMBER);
    return headers().set("Cookie", "baton_session=" + session);
  }
}
