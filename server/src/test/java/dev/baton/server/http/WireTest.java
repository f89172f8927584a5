package dev.baton.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests byte by byte: bodies that are too long, and what is not HTTP at all.
final class WireTest {

  private static final String POST = "POST /api/v1/chats HTTP/1.1\r\nHost: baton\r\n";
  private static final String SIGNED_IN = "Authorization: Bearer member\r\n";
  private static final int TOO_LONG = TestServer.MAX_BODY_BYTES + 1;
  private static final String HI = "{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}";

  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_body_that_says_it_is_too_long_is_refused_before_it_comes() {
    String answer = exchange(POST + SIGNED_IN + "Content-Length: " + TOO_LONG + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("close", "\"message\"");
    assertThat(server.stores.asked).isEmpty();
  }

  @Test
  void a_body_that_turns_out_too_long_is_refused() {
    String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    String answer =
        exchange(POST + SIGNED_IN + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(8));
    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("close", "\"message\"");
    assertThat(server.stores.asked).isEmpty();
  }

  @Test
  void a_sender_that_waits_is_told_to_go_on() {
    String waiting =
        POST + SIGNED_IN + "Expect: 100-continue\r\nContent-Length: " + HI.length() + "\r\n";
    String answer = exchange(waiting + "Connection: close\r\n\r\n" + HI);
    assertThat(answer).startsWith("HTTP/1.1 100 Continue").contains("HTTP/1.1 201 ");
  }

  @Test
  void a_sender_that_waits_is_told_that_it_is_too_much() {
    String waiting =
        POST + SIGNED_IN + "Expect: 100-continue\r\nContent-Length: " + TOO_LONG + "\r\n\r\n";
    assertThat(exchange(waiting)).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void another_expectation_fails() {
    String odd =
        POST + SIGNED_IN + "Expect: a-miracle\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
    assertThat(exchange(odd)).startsWith("HTTP/1.1 417 ").contains("\"message\"");
  }

  @Test
  void a_connection_goes_on_after_a_refusal() {
    String refused = POST + "Content-Length: " + HI.length() + "\r\n\r\n" + HI;
    String unknown = refused.replace("/chats ", "/nope ");
    String served =
        POST + SIGNED_IN + "Connection: close\r\nContent-Length: " + HI.length() + "\r\n\r\n" + HI;
    assertThat(exchange(refused + unknown + served))
        .startsWith("HTTP/1.1 401 ")
        .contains("HTTP/1.1 404 ", "HTTP/1.1 201 ");
    assertThat(server.stores.asked).hasSize(1);
  }

  @Test
  void an_endless_body_of_somebody_unknown_ends_the_connection() {
    String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    String answer = exchange(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunk);
    assertThat(answer).startsWith("HTTP/1.1 401 ").contains("close");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /api/v1/chats HTTP/1.1\r\n\r\n",
        "GET /api/v1/chats HTTP/1.1\r\nHost: b\r\nbad header\r\n\r\n",
      })
  void what_is_not_http_is_told_so(String request) {
    assertThat(exchangeThenClose(request))
        .containsPattern("^HTTP/1.[01] 400 ")
        .contains("\"message\"");
  }

  @Test
  void what_is_too_long_is_told_so() {
    String long_ = "x".repeat(20_000);
    assertThat(exchange("GET /" + long_ + " HTTP/1.1\r\nHost: b\r\n\r\n"))
        .containsPattern("^HTTP/1.[01] 414 ")
        .contains("\"message\"");
    assertThat(exchange("GET / HTTP/1.1\r\nHost: b\r\nX: " + long_ + "\r\n\r\n"))
        .containsPattern("^HTTP/1.[01] 431 ")
        .contains("\"message\"");
  }

  /// Sends, and reads until the server closes.
  private String exchange(String request) {
    return exchange(request, false);
  }

  private String exchangeThenClose(String request) {
    return exchange(request, true);
  }

  private String exchange(String request, boolean firstAnswerOnly) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      write(socket, request);
      return firstAnswerOnly ? firstBytes(socket.getInputStream()) : rest(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A server that has heard enough may close while we still speak.
  private static void write(Socket socket, String request) throws IOException {
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    } catch (SocketException e) {
      assertThat(request).hasSizeGreaterThan(60_000);
    }
  }

  private static String rest(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String firstBytes(InputStream in) throws IOException {
    var text = new StringBuilder();
    var buffer = new byte[4096];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
      if (text.indexOf("}") >= 0) {
        break;
      }
    }
    return text.toString();
  }
}
