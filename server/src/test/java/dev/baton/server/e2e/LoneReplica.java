package dev.baton.server.e2e;

import dev.baton.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/// One replica on a database of its own, with the scripted model.
public final class LoneReplica implements AutoCloseable {

  public static final String TOKEN = Cluster.TOKEN;

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database = TestDatabase.migrated();
  private final int port = Ports.free();
  private final BatonClient client = new BatonClient(vertx, port, TOKEN);
  private final ServerProcess server;

  public LoneReplica(Path log) {
    server =
        ServerProcess.start(
            log,
            Map.of(
                "BATON_DATABASE_URL", database.config().url(),
                "BATON_HTTP_PORT", String.valueOf(port),
                "BATON_ADMIN_TOKEN", TOKEN,
                "BATON_SECRETS_KEY", Base64.getEncoder().encodeToString(new byte[32])),
            "server");
    Cluster.awaitReady(client, server);
    client.addScriptedModel();
  }

  public Vertx vertx() {
    return vertx;
  }

  public TestDatabase database() {
    return database;
  }

  public int port() {
    return port;
  }

  public long pid() {
    return server.family().findFirst().orElseThrow().pid();
  }

  /// A chat at rest.
  ///
  /// @return its id
  public String chat() {
    String chat = client.create(Script.words("a chat", 3, 0).message()).ok().path("id").asText();
    var watcher = Watcher.of(client, chat);
    watcher.awaitRest();
    watcher.close();
    return chat;
  }

  /// How many streams are open, as the replica says.
  public int watchers() {
    return client.replicas().ok().path("replicas").path(0).path("watchers").asInt();
  }

  public void interrupt(String chat) {
    client.interrupt(chat);
  }

  /// The end of its log.
  public String tail() {
    return server.tail();
  }

  @Override
  public void close() {
    server.kill();
    server.endsWithin(ENDS_WITHIN);
    vertx.close();
  }
}
