package dev.baton.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Health, draining, experiments, and the page.
final class OperationTest {

  private static final String CHATS = "/api/v1/chats";

  @Test
  void a_replica_is_ready_when_all_its_checks_hold() {
    var reachable = new AtomicBoolean(true);
    var checks = List.of(check("database", reachable), check("lease", new AtomicBoolean(true)));
    try (var server = new TestServer(TestServer.settings(), checks, _ -> List.of())) {
      assertThat(anonymous(server, "/healthz").status()).isEqualTo(200);
      assertThat(anonymous(server, "/readyz").body()).isEqualTo("{\"ready\":true}");

      reachable.set(false);
      var answer = anonymous(server, "/readyz");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().get("ready").booleanValue()).isFalse();
      assertThat(answer.json().get("failing").toString()).isEqualTo("[\"database\"]");
      assertThat(anonymous(server, "/healthz").status()).isEqualTo(200);
    }
  }

  @Test
  void a_check_that_throws_or_hangs_does_not_hold() {
    var checks =
        List.of(
            new ReadyCheck("thrower", () -> failNow()),
            new ReadyCheck("hanger", () -> Future.future(_ -> {})));
    try (var server = new TestServer(TestServer.settings(), checks, _ -> List.of(), 100)) {
      assertThat(anonymous(server, "/readyz").json().get("failing").toString())
          .isEqualTo("[\"thrower\",\"hanger\"]");
    }
  }

  @Test
  void a_store_that_does_not_answer_is_not_waited_for_for_ever() {
    try (var server = new TestServer(TestServer.settings(), List.of(), _ -> List.of(), 100)) {
      server.stores.holdUntil(Future.future(_ -> {}));
      var answer = server.get(CHATS);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.headers().get("Retry-After")).isEqualTo("1");
      assertThat(answer.json().get("detail").textValue()).contains("may still happen");
    }
  }

  @Test
  void a_draining_replica_still_reads() {
    try (var server = new TestServer()) {
      server.api.drain(true);
      var write = server.post(CHATS, "{}");
      assertThat(write.status()).isEqualTo(503);
      assertThat(write.headers().get("Retry-After")).isEqualTo("1");
      assertThat(write.json().get("message").textValue()).contains("restarting");
      assertThat(server.get(CHATS).status()).isEqualTo(200);
      assertThat(anonymous(server, "/readyz").body()).contains("draining");

      server.api.drain(false);
      assertThat(server.get("/readyz").status()).isEqualTo(200);
    }
  }

  @Test
  void without_the_experiment_there_are_no_chats() {
    var settings = TestServer.settingsWithoutExperiments();
    try (var server = new TestServer(settings, List.of(), _ -> List.of())) {
      for (String path : List.of(CHATS, CHATS + "/" + Samples.CHAT_ID + "/messages")) {
        var answer = server.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("message").textValue()).contains("\"agents\"");
      }
      assertThat(server.get("/api/v1/models").status()).isEqualTo(200);
      assertThat(server.stores.asked).noneMatch(asked -> asked.what().equals("list"));
    }
  }

  @Test
  void the_page_is_served_and_asked_for_again() {
    try (var server = new TestServer()) {
      var script = anonymous(server, "/probe.js");
      assertThat(script.status()).isEqualTo(200);
      assertThat(script.headers().get("Content-Type")).startsWith("text/javascript");
      assertThat(script.headers().get("Cache-Control")).isEqualTo("no-cache");
      assertThat(script.headers().get("Content-Security-Policy")).isEqualTo("default-src 'self'");
      assertThat(script.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");

      var headers =
          MultiMap.caseInsensitiveMultiMap().set("If-None-Match", script.headers().get("ETag"));
      var again = server.ask("GET", "/probe.js", Buffer.buffer(), headers);
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
    }
  }

  @Test
  void nothing_beside_the_page_is_served() {
    try (var server = new TestServer()) {
      for (String path :
          List.of(
              "/probe",
              "/folder",
              "/folder/",
              "/probe.java",
              "/.hidden.js",
              "/../webroot/probe.js%00.html",
              "/%2e%2e/db/migration/V1__baton.sql.txt",
              "/..%2fprobe.js",
              "//probe.js%5c..%5c.js")) {
        assertThat(anonymous(server, path).status()).as(path).isIn(400, 404);
      }
    }
  }

  private static ReadyCheck check(String name, AtomicBoolean holds) {
    return new ReadyCheck(
        name, () -> holds.get() ? Future.succeededFuture() : Future.failedFuture("no"));
  }

  private static Future<Void> failNow() {
    throw new IllegalStateException("broken probe");
  }

  private static TestServer.Answer anonymous(TestServer server, String path) {
    return server.ask("GET", path, Buffer.buffer(), MultiMap.caseInsensitiveMultiMap());
  }
}
