package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.postgres.CuttableProxy;
import dev.baton.postgres.TestDatabase;
import dev.baton.server.contract.Contract;
import dev.baton.server.contract.Judge;
import dev.baton.server.contract.OutOfReach;
import dev.baton.server.contract.Witness;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One replica on a PostgreSQL that can be cut off, and all that the contract describes: every
/// operation, status, field, event and close code is brought about and seen over real HTTP, and
/// [Witness] holds each against the document.
@Tag("e2e")
class ContractTest {

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int TOO_LONG = 9 << 20;
  private static final ObjectNode PRICED =
      (ObjectNode)
          Wire.parse("{\"cost\":{\"input\":1,\"output\":2,\"cache_read\":1,\"cache_write\":1}}");

  private static final String LINK = "a-link-for-the-tests-only";

  private final TestDatabase database = TestDatabase.migrated();
  private final Vertx vertx = Vertx.vertx();
  private final CuttableProxy proxy = CuttableProxy.before(vertx, database.config());
  private final List<ServerProcess> servers = new ArrayList<>();
  private final HttpClient http = vertx.createHttpClient();
  private final int port = Ports.free();
  private final BatonClient client = new BatonClient(vertx, port, Cluster.TOKEN);
  private final KeyedRequests keyed = new KeyedRequests(client, database.open(vertx));

  @TempDir private Path directory;

  @BeforeEach
  void start() {
    start(port, Map.of("BATON_SIGN_IN_SECRET", LINK, "BATON_AGENT_MAX_OWNER_DEATHS", "1"));
  }

  @AfterEach
  void stop() {
    servers.forEach(ServerProcess::kill);
    servers.forEach(server -> server.endsWithin(ENDS_WITHIN));
    vertx.close();
  }

  @Test
  void everything_in_the_contract_is_seen_on_the_wire() {
    models();
    accounts();
    chats();
    turns();
    files();
    compaction();
    new FailureScenes(client).play();
    watching();
    strangersAndSlips();
    limitedTokens();
    limitedReplica();
    withoutExperiments();
    withoutDatabase();
    ownerDeath();
    goodbye();

    var missing = new TreeSet<>(Witness.ofTheTests().sightings().all());
    missing.removeAll(Witness.ofTheTests().sightings().seen());
    missing.removeIf(OutOfReach::covers);
    assertThat(Witness.ofTheTests().faults()).isEmpty();
    assertThat(missing).as("described and never seen").isEmpty();
  }

  // What goes well

  private void models() {
    client.addModel(Wire.object().put("provider", "scripted"), PRICED, true);
    var spare =
        keyed
            .post(
                "/model-providers",
                Wire.object().put("provider", "openai").put("base_url", "http://127.0.0.1:1/v1"))
            .json();
    client.createProvider(Wire.object().put("provider", "anthropic")).expect(201);
    client
        .createProvider(
            Wire.object().put("provider", "openai-compat").put("base_url", "http://127.0.0.1:1/v1"))
        .expect(201);
    String provider = "/model-providers/" + spare.path("id").asText();
    client
        .send(
            HttpMethod.PATCH, provider, "{\"display_name\":\"Spare\",\"headers\":{\"X-A\":\"b\"}}")
        .expect(200);
    ObjectNode model =
        Wire.object()
            .put("model_provider_id", spare.path("id").asText())
            .put("model", "spare")
            .put("context_limit", 1_000);
    String config =
        "/model-configs/" + keyed.post("/model-configs", model).json().path("id").asText();
    client.send(HttpMethod.PATCH, config, "{\"display_name\":\"Spare\"}").expect(200);
    client.get("/models").expect(200);
    client.get("/model-configs").expect(200);
    client.get("/model-providers").expect(200);
    client.send(HttpMethod.DELETE, provider, "").expect(409);
    client.send(HttpMethod.DELETE, config, "").expect(204);
    client.send(HttpMethod.DELETE, provider, "").expect(204);
    client.replicas().expect(200);
    client.get("/openapi.json").expect(200);
    for (String path : List.of("/healthz", "/readyz", "/metrics")) {
      answer(HttpMethod.GET, path, "").expect(200);
    }
  }

  private void accounts() {
    new AccountScenes(client, keyed).play();
    answer(HttpMethod.GET, "/auth/link?token=" + LINK, "").expect(303);
    client.get("/tokens").expect(200);
    client.post("/auth/logout", Wire.object()).expect(204);
    answer(HttpMethod.GET, "/auth/link?token=no", "").expect(410);
    answer(HttpMethod.GET, "/api/v1/auth/link?token=no", "").expect(410);
  }

  private void chats() {
    String chat = create(Script.words("first", 3, 1));
    var watcher = Watcher.of(client, chat);
    var rest = watcher.awaitRest();
    client.chats("?limit=1").expect(200);
    client.chat(chat).expect(200);
    client.messages(chat, "").expect(200);
    client.update(chat, Wire.object().put("title", "Renamed").put("pin_order", 1)).expect(204);
    keyed.post("/chats/" + chat + "/title/regenerate", "");
    keyed.post("/chats/" + chat + "/clear", "");
    keyed.post("/chats/" + chat + "/reconcile", "");
    client.get("/chats/" + chat + "/cost").expect(200);
    long asked = rest.timeline().getFirst().id();
    client.edit(chat, asked, Script.words("again", 3, 1).message()).expect(200);
    watcher.await(
        "the other answer",
        view ->
            view.isAtRest()
                && view.timeline().getFirst().id() > asked
                && view.timeline().size() == 2);
    client.delete(chat).expect(409);
    client.interrupt(chat).expect(409);
    client.retry(chat).expect(409);
    client.archive(chat, true).expect(204);
    client.send(chat, "too late", "queue").expect(409);
    client.edit(chat, client.stored(chat).messages().getFirst().id(), "too late").expect(409);
    client.editQueued(chat, 1, "too late").expect(409);
    client.deleteQueued(chat, 1).expect(409);
    String other = create(Script.words("another", 3, 1));
    Watcher.of(client, other).awaitRest();
    ObjectNode more =
        Wire.object().set("content", Wire.content(Script.words("more", 3, 1).message()));
    var sent = keyed.post("/chats/" + other + "/messages", more);
    client.archive(other, true);
    assertThat(sent.json().has("message")).isTrue();
    client.delete(chat).expect(204);
    assertThat(watcher.awaitClose()).isEqualTo(1000);
  }

  private void turns() {
    busy();
    troubles();
    tools();
    everyKindOfPart();
  }

  private void busy() {
    String chat = create(Script.words("long", 2_000, 20));
    var watcher = Watcher.of(client, chat);
    watcher.await("parts", view -> view.preview().seq() > 2);
    client.chat(chat).expect(200);
    client.archive(chat, true).expect(409);
    client.post("/chats/" + chat + "/clear", Wire.object()).expect(409);
    long first = queue(chat, "one");
    for (int i = 1; i < 19; i++) {
      queue(chat, "more");
    }
    ObjectNode picky = Wire.object().set("content", Wire.content("by this model"));
    picky.put("model_config_id", client.chat(chat).ok().path("last_model_config_id").asText());
    client.post("/chats/" + chat + "/messages", picky).expect(200);
    client.send(chat, "one too many", "queue").expect(429);
    client.editQueued(chat, first, "one, in other words").expect(200);
    client.deleteQueued(chat, first).expect(204);
    long second = client.stored(chat).queue().getFirst().path("id").longValue();
    keyed.post("/chats/" + chat + "/queue/" + second + "/promote", "");
    watcher.await("the promoted one", view -> view.timeline().size() > 2);
    watcher.close();
    String another = create(Script.words("long", 2_000, 20));
    keyed.post("/chats/" + another + "/interrupt", "");
  }

  private long queue(String chat, String text) {
    return client.send(chat, text, "queue").ok().path("queued_message").path("id").longValue();
  }

  private void troubles() {
    String failed = create(Script.failing("failure", 3, 1, 401));
    var watcher = Watcher.of(client, failed);
    watcher.await("the failure", view -> view.status().equals("error"));
    client.chat(failed).expect(200);
    keyed.post("/chats/" + failed + "/retry", "");
    watcher.await("the failure", view -> view.status().equals("error"));
    var future = new Watcher(client, failed);
    future.open(StreamView.EMPTY, new Resume.From(Cursor.of(999, 1, 0)));
    future.await("everything", view -> view.status().equals("error"));
  }

  private void tools() {
    ObjectNode ask = Wire.object();
    ask.putArray("steps")
        .add(Wire.parse("{\"tool_calls\":[{\"name\":\"ask\",\"args\":{\"q\":1}}]}"))
        .add(Wire.parse("{\"text\":\"thanks\"}"));
    ObjectNode body = Wire.object().set("content", Wire.content("/script " + ask));
    body.putArray("dynamic_tools").addObject().put("name", "ask");
    String chat = keyed.post("/chats", body).json().path("id").asText();
    var watcher = Watcher.of(client, chat);
    watcher.await("the question", view -> view.status().equals("requires_action"));
    client.submit(chat, "not the call", "1").expect(400);
    String call = callOf(chat);
    ObjectNode results = Wire.object();
    results
        .putArray("results")
        .addObject()
        .put("tool_call_id", call)
        .set("output", Wire.parse("{\"a\":1}"));
    keyed.post("/chats/" + chat + "/tool-results", results);
    watcher.awaitRest();
    client.submit(chat, call, "1").expect(409);
    String slow = create(Script.calling("slow", "sleep", Wire.object().put("seconds", 2), 1));
    Watcher.of(client, slow).awaitRest();
  }

  private String callOf(String chat) {
    return client.stored(chat).messages().stream()
        .flatMap(
            message -> message.json().path("content").findValuesAsText("tool_call_id").stream())
        .findFirst()
        .orElseThrow();
  }

  private void everyKindOfPart() {
    String script =
        """
        {"steps":[{"reasoning":"let me see","text":"look",
          "sources":[{"url":"https://a.example/","title":"A"}],
          "tool_calls":[{"name":"no-such-tool","args":{}}],
          "usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3,"reasoning_tokens":1,
                   "cache_creation_tokens":1,"cache_read_tokens":1,"context_limit":100}},
         {"text":"seen","chunk_size":1,"delay_ms":0,"repeat":500}]}\
        """;
    ObjectNode body = Wire.object().set("content", Wire.content("/script " + script));
    ((ArrayNode) body.get("content"))
        .addObject()
        .put("type", "file-reference")
        .put("file_name", "a.txt")
        .put("start_line", 1)
        .put("end_line", 2)
        .put("content", "lines");
    String chat = client.post("/chats", body).expect(201).json().path("id").asText();
    Watcher.of(client, chat).awaitRest();
    client.messages(chat, "?limit=1").expect(200);
  }

  private void files() {
    var uploaded = keyed.post("/chats/files?name=notes.md", "# Notes");
    String file = uploaded.json().path("id").asText();
    answer(HttpMethod.GET, "/api/v1/chats/files/" + file, "").expect(200);
    client.send(HttpMethod.POST, "/chats/files", "\u0000\u0001").expect(415);
    client.send(HttpMethod.POST, "/chats/files", "").expect(400);
    ObjectNode body =
        Wire.object().set("content", Wire.content(Script.words("read", 2, 1).message()));
    ((ArrayNode) body.get("content")).addObject().put("type", "file").put("file_id", file);
    String chat = client.post("/chats", body).expect(201).json().path("id").asText();
    Watcher.of(client, chat).awaitRest();
  }

  private void compaction() {
    String chat = create(Script.words("much", 3, 1));
    var watcher = Watcher.of(client, chat);
    watcher.awaitRest();
    keyed.post("/chats/" + chat + "/compact", "");
    watcher.await("the summary", view -> view.isAtRest() && view.timeline().size() == 4);
    var result = client.stored(chat).messages().getLast().json().path("content").path(0);
    assertThat(result.path("tool_name").asText()).isEqualTo("chat_summarized");
    var judge = new Judge(Contract.current().document());
    assertThat(judge.fault("/components/schemas/ChatSummary", result.path("result"))).isEmpty();
  }

  private void watching() {
    var closed = new CompletableFuture<Integer>();
    var seen = new ConcurrentLinkedQueue<String>();
    var listener = new Listening(seen, closed);
    BatonClient.await("watch", client.watch(listener));
    String chat = create(Script.words("watched", 2, 1));
    awaitKind(seen, "status_change");
    client.update(chat, Wire.object().put("title", "Watched")).expect(204);
    awaitKind(seen, "title_change");
    client.update(chat, Wire.object().put("pin_order", 3)).expect(204);
    awaitKind(seen, "updated");
    tools();
    awaitKind(seen, "action_required");
    Watcher.of(client, chat).awaitRest();
    client.archive(chat, true).expect(204);
    client.delete(chat).expect(204);
    awaitKind(seen, "deleted");
    head("/api/v1/chats/watch", "text/event-stream", 200);
    head("/api/v1/chats/watch", "*/*", 426);
    String other = create(Script.words("streamed", 2, 1));
    head("/api/v1/chats/" + other + "/stream", "text/event-stream", 200);
    head("/api/v1/chats/" + other + "/stream", "*/*", 426);
    dismissals(other);
    ticket(other);
  }

  private void ticket(String chat) {
    var ticket = keyed.post("/chats/" + chat + "/stream-ticket", "").json().path("ticket").asText();
    var stranger = new BatonClient(vertx, port, "nobody's");
    var listening = new Listening();
    var socket =
        BatonClient.await(
            "the stream of a ticket",
            stranger.socket("/chats/" + chat + "/stream?ticket=" + ticket, listening));
    socket.write("hello");
    assertThat(listening.code()).isEqualTo(1003);
  }

  private void dismissals(String chat) {
    for (String path : List.of("/chats/watch", "/chats/" + chat + "/stream")) {
      var talkative = new Listening();
      BatonClient.await(path, client.socket(path, talkative)).write("hello");
      assertThat(talkative.code()).isEqualTo(1003);
      var made = client.post("/tokens", Wire.object().put("name", "soon gone")).expect(201).json();
      var guest = new BatonClient(vertx, port, made.path("token").asText());
      var dismissed = new Listening();
      BatonClient.await(path, guest.socket(path, dismissed));
      client.send(HttpMethod.DELETE, "/tokens/" + made.path("id").asText(), "").expect(204);
      assertThat(dismissed.code()).isEqualTo(1008);
      String uri = "/api/v1" + path;
      int silenced = SilentSocket.awaitClose(port, uri, Cluster.TOKEN, PATIENCE);
      Witness.ofTheTests().close(uri, silenced);
      assertThat(silenced).isEqualTo(1011);
    }
  }

  // What does not

  private void strangersAndSlips() {
    var stranger = new BatonClient(vertx, port, "nobody's");
    String chat = create(Script.words("left alone", 1, 1));
    Watcher.of(client, chat).awaitRest();
    Visit.all()
        .forEach(visit -> {
          if (visit.needsCredentials() && visit.may(401)) {
            visit.namingNothing().by(stranger, bearer("nobody's")).expect(401);
          }
          if (visit.may(404) && visit.namesSomething()) {
            visit.namingNothing().by(client, bearer(Cluster.TOKEN)).expect(404);
          }
          if (visit.may(413)) {
            visit
                .namingNothing()
                .saying("a".repeat(TOO_LONG))
                .by(client, bearer(Cluster.TOKEN))
                .expect(413);
          }
          if (visit.may(400)) {
            slip(visit).expect(400);
          }
        });
  }

  /// Wrong in the name, or else in the query, or else in a header.
  private Answer slip(Visit visit) {
    if (visit.namesSomething()) {
      return visit.naming("nonsense").by(client, bearer(Cluster.TOKEN));
    }
    if (visit.operation().body().isPresent()) {
      return visit.saying("[]").by(client, bearer(Cluster.TOKEN));
    }
    if (visit.method().equals("GET")) {
      return visit.asking("?limit=0&token=%00").by(client, bearer(Cluster.TOKEN));
    }
    var headers = new ArrayList<>(bearer(Cluster.TOKEN));
    headers.add(Map.entry("Idempotency-Key", "not a key"));
    return visit.by(client, headers);
  }

  private void limitedTokens() {
    var withoutChats = limitedTo("model:read");
    var withoutModels = limitedTo("chat:*");
    Visit.all()
        .filter(visit -> visit.needsCredentials() && visit.may(403))
        .filter(visit -> !visit.operation().id().equals("signOut"))
        .forEach(visit -> {
          boolean isOfChats = visit.path().startsWith("/api/v1/chats");
          String token = isOfChats ? withoutChats : withoutModels;
          visit.namingNothing().by(client, bearer(token)).expect(403);
        });
  }

  private String limitedTo(String scope) {
    ObjectNode draft = Wire.object().put("name", scope);
    draft.putArray("scopes").add(scope);
    return client.post("/tokens", draft).expect(201).json().path("token").asText();
  }

  /// A replica that serves one request and one stream of each user at a time.
  private void limitedReplica() {
    int other = Ports.free();
    var server =
        start(
            other,
            Map.of("BATON_LIMITS_REQUESTS_PER_USER", "1", "BATON_LIMITS_STREAMS_PER_USER", "1"));
    var guest = new BatonClient(vertx, other, Cluster.TOKEN);
    String chat = client.chats("?limit=1").ok().path("chats").path(0).path("id").asText();
    try (var unfinished = new Unfinished(other)) {
      Poll.until(
          PATIENCE,
          () -> {
            unfinished.insist();
            return guest.get("/users/me").status() == 429;
          },
          () -> "nothing is in work");
      Visit.all()
          .filter(visit -> visit.needsCredentials() && visit.may(429))
          .forEach(visit -> visit.namingNothing().by(guest, bearer(Cluster.TOKEN)).expect(429));
    }
    Poll.until(PATIENCE, () -> guest.get("/users/me").status() == 200, () -> "still in work");
    BatonClient.await("the only stream", guest.watch(new Listening()));
    for (String path : List.of("/chats/watch", "/chats/" + chat + "/stream")) {
      var refused = new Listening();
      BatonClient.await(path, guest.socket(path, refused));
      assertThat(refused.code()).isEqualTo(1013);
    }
    server.kill();
    assertThat(server.endsWithin(ENDS_WITHIN)).isTrue();
  }

  private void withoutExperiments() {
    int other = Ports.free();
    var settings = new HashMap<String, String>();
    settings.put("BATON_EXPERIMENTS", "[]");
    settings.put("BATON_SIGN_IN_SECRET", LINK + "-2");
    settings.put("OPENAI_API_KEY", "a-key-for-the-tests-only");
    var server = start(other, settings);
    var guest = new BatonClient(vertx, other, Cluster.TOKEN);
    Visit.all()
        .filter(visit -> visit.path().startsWith("/api/v1/chats"))
        .forEach(visit -> visit.namingNothing().by(guest, bearer(Cluster.TOKEN)).expect(404));
    guest
        .answer(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setURI("/api/v1/auth/link?token=" + LINK + "-2"),
            Buffer.buffer())
        .expect(303);
    String preset =
        guest
            .get("/model-providers")
            .expect(200)
            .json()
            .path("model_providers")
            .valueStream()
            .filter(each -> each.path("source").asText().equals("env_preset"))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asText();
    guest
        .send(HttpMethod.PATCH, "/model-providers/" + preset, "{\"api_key\":\"another\"}")
        .expect(409);
    server.terminate();
    assertThat(server.endsWithin(ENDS_WITHIN)).isTrue();
  }

  private void withoutDatabase() {
    String chat = create(Script.words("cut off", 2, 1));
    Watcher.of(client, chat).awaitRest();
    proxy.cut();
    // For a moment, who has asked before is still known.
    Poll.until(
        PATIENCE,
        () -> answer(HttpMethod.GET, "/api/v1/chats/watch", "").status() == 503,
        () -> "the database is still there");
    Visit.all()
        .filter(visit -> visit.may(503))
        .forEach(visit -> visit.namingNothing().by(client, bearer(Cluster.TOKEN)).expect(503));
    proxy.mend();
    Cluster.awaitReady(client, servers.getFirst());
  }

  private void ownerDeath() {
    String chat = create(Script.words("cut short", 2_000, 20));
    Watcher.of(client, chat).await("parts", view -> view.preview().seq() > 0);
    servers.getFirst().kill();
    assertThat(servers.getFirst().endsWithin(ENDS_WITHIN)).isTrue();
    start(port, Map.of("BATON_AGENT_MAX_OWNER_DEATHS", "1"));
    Poll.until(
        PATIENCE,
        () -> client.chat(chat).ok().at("/last_error/kind").asText().equals("owner_deaths"),
        () -> "its death is not noticed: " + client.chat(chat).ok());
  }

  private void goodbye() {
    String chat = client.chats("?limit=1").ok().path("chats").path(0).path("id").asText();
    var stream = new Listening();
    var watch = new Listening();
    BatonClient.await("stream", client.socket("/chats/" + chat + "/stream", stream));
    BatonClient.await("watch", client.socket("/chats/watch", watch));
    servers.getLast().terminate();
    assertThat(stream.code()).isEqualTo(1012);
    assertThat(watch.code()).isEqualTo(1012);
  }

  // How

  private ServerProcess start(int at, Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.put("BATON_DATABASE_URL", proxy.config().url());
    settings.put("BATON_HTTP_PORT", String.valueOf(at));
    settings.put("BATON_ADMIN_TOKEN", Cluster.TOKEN);
    settings.put("BATON_SECRETS_KEY", Base64.getEncoder().encodeToString(new byte[32]));
    settings.put("BATON_STREAM_PING_EVERY", "500ms");
    settings.put("BATON_STREAM_SILENCE_LIMIT", "2s");
    settings.put("BATON_MODEL_RETRY_FIRST_DELAY", "200ms");
    settings.put("BATON_MODEL_SILENCE_TIMEOUT", "3s");
    settings.put("BATON_AGENT_MAX_STEPS", "5");
    // A key that is held up waits for its twin's title, which the model takes its time for.
    settings.put("BATON_DATABASE_LOCK_TIMEOUT", "20s");
    settings.put("BATON_DATABASE_STATEMENT_TIMEOUT", "20s");
    var log = directory.resolve("server-" + servers.size() + ".log");
    var server = ServerProcess.start(log, settings, "server");
    servers.add(server);
    Cluster.awaitReady(new BatonClient(vertx, at, Cluster.TOKEN), server);
    return server;
  }

  private String create(Script script) {
    return client.create(script.message()).expect(201).json().path("id").asText();
  }

  private Answer answer(HttpMethod method, String uri, String body) {
    return client.answer(
        new RequestOptions()
            .setMethod(method)
            .setURI(uri)
            .putHeader("Authorization", "Bearer " + Cluster.TOKEN)
            .setFollowRedirects(false),
        Buffer.buffer(body));
  }

  /// Asks, looks at the head of the answer, and leaves.
  private void head(String uri, String accept, int status) {
    var options =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI(uri)
            .putHeader("Authorization", "Bearer " + Cluster.TOKEN)
            .putHeader("Accept", accept);
    Future<Integer> answered =
        http.request(options)
            .compose(request ->
                request
                    .send()
                    .compose(response -> {
                      var body =
                          status == 200 ? Future.succeededFuture(Buffer.buffer()) : response.body();
                      return body.map(bytes -> {
                        Witness.ofTheTests()
                            .answer(
                                "GET",
                                uri,
                                response.statusCode(),
                                response.headers(),
                                bytes.toString());
                        request.reset();
                        return response.statusCode();
                      });
                    }));
    assertThat(BatonClient.await(uri, answered)).isEqualTo(status);
  }

  private static List<Map.Entry<String, String>> bearer(String token) {
    return List.of(Map.entry("Authorization", "Bearer " + token));
  }

  private static void awaitKind(Queue<String> seen, String kind) {
    Poll.until(
        PATIENCE,
        () -> seen.stream().anyMatch(frame -> kinds(frame).contains(kind)),
        () -> "no " + kind + " in " + seen);
  }

  private static List<String> kinds(String frame) {
    JsonNode events = Wire.parse(frame);
    var kinds = new ArrayList<String>();
    events.forEach(event -> kinds.add(event.path("kind").asText()));
    return kinds;
  }

  private record Listening(Queue<String> frames, CompletableFuture<Integer> closed)
      implements StreamSocket.Listener {

    Listening() {
      this(new ConcurrentLinkedQueue<>(), new CompletableFuture<>());
    }

    @Override
    public void onFrame(String text) {
      frames.add(text);
    }

    @Override
    public void onClose(int code, String reason) {
      closed.complete(code);
    }

    int code() {
      return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
  }
}
