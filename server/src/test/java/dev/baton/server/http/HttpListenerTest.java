package dev.baton.server.http;

import static dev.baton.server.http.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Starting and stopping.
final class HttpListenerTest {

  @Test
  void answers_under_way_go_out_before_it_stops() throws Exception {
    try (var server = new TestServer()) {
      Promise<Void> database = Promise.promise();
      Promise<Void> asked = Promise.promise();
      server.stores.holdUntil(database.future());
      server.stores.onAsked(asked::tryComplete);
      var headers = MultiMap.caseInsensitiveMultiMap().set("Authorization", "Bearer member");
      var answer = server.begin("GET", "/api/v1/chats", Buffer.buffer(), headers);
      await(asked.future());

      var stopped = server.listener.stop();
      server.vertx.runOnContext(_ -> database.complete());
      assertThat(await(answer).status()).isEqualTo(200);
      await(stopped);
    }
  }

  @Test
  void starting_and_stopping_twice_is_the_same_as_once() {
    try (var server = new TestServer()) {
      assertThat(await(server.listener.start())).isEqualTo(server.port());
      await(server.listener.stop());
      await(server.listener.stop());
    }
  }

  @Test
  void all_loops_share_the_port() throws IOException {
    var vertx = Vertx.vertx();
    int port = freePort();
    var listener = new HttpListener(vertx, "127.0.0.1", port, Router.router(vertx));
    assertThat(await(listener.start())).isEqualTo(port);
    await(listener.stop());
    assertThat(await(listener.start())).as("and it can be had again").isEqualTo(port);
    await(listener.stop());
    await(vertx.close());
  }

  @Test
  void a_port_that_is_taken_fails_the_start_and_not_the_stop() throws Exception {
    var vertx = Vertx.vertx();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var listener =
          new HttpListener(vertx, "127.0.0.1", taken.getLocalPort(), Router.router(vertx));
      var start = listener.start().toCompletionStage().toCompletableFuture();
      assertThatThrownBy(() -> start.get(10, TimeUnit.SECONDS)).hasMessageContaining("in use");
      await(listener.stop());
    }
    await(vertx.close());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
