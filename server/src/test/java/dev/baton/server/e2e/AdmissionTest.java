package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A deployment in which each user may run one chat at a time.
@Tag("e2e")
class AdmissionTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final TestDatabase database = TestDatabase.migrated();
  private final Vertx vertx = Vertx.vertx();
  private final int port = Ports.free();
  private final BatonClient client = new BatonClient(vertx, port, Cluster.TOKEN);
  private @Nullable ServerProcess server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.kill();
      server.endsWithin(SOON);
    }
    vertx.close();
  }

  @Test
  void a_chat_beyond_the_cap_waits_in_line_says_so_and_runs_when_a_slot_is_free(
      @TempDir Path directory) {
    start(directory.resolve("server.log"));
    client.addScriptedModel();
    var first = begin(Script.words("first", 2_000, 50));
    first.await("parts", view -> view.preview().seq() > 0);
    var second = begin(Script.words("second", 3, 5));
    var third = begin(Script.words("third", 3, 5));

    awaitQueued(second.chat());
    awaitQueued(third.chat());
    client.interrupt(third.chat()).expect(200);
    third.await("the stop, which needs no slot", view -> view.status().equals("waiting"));
    client.interrupt(first.chat()).expect(200);

    second.await("its turn", view -> view.status().equals("waiting"));
    assertThat(second.moments()).anyMatch(view -> view.workerId().isPresent());
    assertThat(isQueued(second.chat())).isFalse();
  }

  private Watcher begin(Script script) {
    return Watcher.of(
        client, client.create(script.message()).expect(201).json().path("id").asText());
  }

  private void awaitQueued(String chat) {
    Poll.until(SOON, () -> isQueued(chat), () -> "not queued: " + client.chat(chat).ok());
    assertThat(client.chats("").ok().path("chats").valueStream())
        .anyMatch(one ->
            one.path("id").asText().equals(chat)
                && one.path("queued_for_capacity").asBoolean()
                && one.path("status").asText().equals("running"));
  }

  private boolean isQueued(String chat) {
    return client.chat(chat).ok().path("queued_for_capacity").asBoolean();
  }

  private void start(Path log) {
    var started =
        ServerProcess.start(
            log,
            Map.of(
                "BATON_DATABASE_URL", database.config().url(),
                "BATON_HTTP_PORT", String.valueOf(port),
                "BATON_ADMIN_TOKEN", Cluster.TOKEN,
                "BATON_SECRETS_KEY", Base64.getEncoder().encodeToString(new byte[32]),
                "BATON_ADMISSION_MAX_RUNNING_PER_USER", "1"),
            "server");
    server = started;
    Cluster.awaitReady(client, started);
  }
}
