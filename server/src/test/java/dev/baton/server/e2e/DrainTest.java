package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One replica on a PostgreSQL of the test's own, so that what a replica leaves behind can be seen.
@Tag("e2e")
class DrainTest {

  private static final int GRACE_SECONDS = 3;
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(GRACE_SECONDS + 4);

  private static final String OWNERS =
      """
      SELECT DISTINCT status || ', owned by ' || coalesce(worker_id::text, 'nobody') FROM chats
      """;

  private final TestDatabase database = TestDatabase.migrated();
  private final Vertx vertx = Vertx.vertx();
  private final int port = Ports.free();
  private final BatonClient client = new BatonClient(vertx, port, Cluster.TOKEN);
  private @Nullable ServerProcess server;

  /// A chat, and what its model is going to say.
  private record Talk(Watcher watcher, List<Script> scripts) {

    String answers() {
      return scripts.stream().map(Script::answer).reduce("", String::concat);
    }
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.kill();
      server.endsWithin(ENDS_WITHIN);
    }
    vertx.close();
  }

  @Test
  void sigterm_in_mid_stream_and_in_the_middle_of_a_tool_leaves_no_chat_waiting_that_had_work_left(
      @TempDir Path directory) {
    var first = start(directory.resolve("first.log"));
    client.addScriptedModel();
    var talks = new ArrayList<Talk>();
    IntStream.range(0, 4)
        .mapToObj(n -> begin(Script.words("long " + n, 120, 50)))
        .forEach(talks::add);
    IntStream.range(0, 2)
        .mapToObj(n -> begin(Script.words("short " + n, 30, 50), Script.words("next " + n, 30, 10)))
        .forEach(talks::add);
    var tool = begin(Script.calling("a tool", "sleep", Wire.object().put("seconds", 60), 10));
    talks.add(tool);
    for (Talk talk : talks) {
      talk.watcher().await("parts", view -> view.preview().seq() > 2);
    }
    tool.watcher().await("the tool's call", view -> view.messages().size() == 2);
    tool.watcher().await("the tool's output", view -> view.preview().seq() > 0);

    first.terminate();
    first.terminate();
    assertThat(first.endsWithin(ENDS_WITHIN)).as(first::tail).isTrue();

    assertThat(first.exitCode()).as(first::tail).isZero();
    talks.forEach(talk -> assertThat(talk.watcher().awaitClose()).isEqualTo(1012));
    talks.forEach(DrainTest::assertNeverAtRest);
    assertThat(owners()).containsExactly("running, owned by nobody");
    var second = start(directory.resolve("second.log"));
    talks.forEach(talk -> talk.watcher().reopen());
    talks.forEach(this::assertWhole);
    assertThat(toolResult(tool)).contains("unknown");
    second.terminate();
    assertThat(second.endsWithin(ENDS_WITHIN)).as(second::tail).isTrue();
  }

  private ServerProcess start(Path log) {
    var started =
        ServerProcess.start(
            log,
            Map.of(
                "BATON_DATABASE_URL", database.config().url(),
                "BATON_HTTP_PORT", String.valueOf(port),
                "BATON_ADMIN_TOKEN", Cluster.TOKEN,
                "BATON_SECRETS_KEY", Base64.getEncoder().encodeToString(new byte[32]),
                "BATON_WORKER_DRAIN_GRACE", GRACE_SECONDS + "s"),
            "server");
    server = started;
    Cluster.awaitReady(client, started);
    return started;
  }

  /// A chat that is asked the first at once, and has the others in its queue.
  private Talk begin(Script... scripts) {
    String chat = client.create(scripts[0].message()).expect(201).json().path("id").asText();
    for (int i = 1; i < scripts.length; i++) {
      client.send(chat, scripts[i].message(), "queue").expect(200);
    }
    return new Talk(Watcher.of(client, chat), List.of(scripts));
  }

  private static void assertNeverAtRest(Talk talk) {
    assertThat(talk.watcher().moments()).extracting(StreamView::status).containsOnly("running");
  }

  private void assertWhole(Talk talk) {
    talk.watcher().await("the end", view -> view.status().equals("waiting"));
    var stored = client.stored(talk.watcher().chat());
    talk.watcher().awaitSame(stored);
    var said =
        stored.messages().stream()
            .filter(message -> message.role().equals("assistant"))
            .map(Event.Message::text)
            .reduce("", String::concat);
    assertThat(said).isEqualTo(talk.answers());
  }

  private String toolResult(Talk talk) {
    var results =
        client.stored(talk.watcher().chat()).messages().stream()
            .filter(message -> message.role().equals("tool"))
            .toList();
    assertThat(results).hasSize(1);
    assertThat(results.getFirst().json().path("content").path(0).path("is_error").asBoolean())
        .isTrue();
    return results.getFirst().json().toString();
  }

  /// How chats are left behind, each kind once.
  private List<String> owners() {
    var opened = database.open(vertx);
    var owners = new ArrayList<String>();
    BatonClient.await("chats", opened.pool().query(OWNERS).execute())
        .forEach(row -> owners.add(row.getString(0)));
    BatonClient.await("close", opened.close());
    return owners;
  }
}
