package dev.baton.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.bench.host.HostException;
import dev.baton.bench.host.ProcessCost;
import dev.baton.bench.raw.Speech;
import dev.baton.bench.watch.Arrivals;
import dev.baton.bench.watch.Faults;
import dev.baton.bench.watch.Watcher;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/// Chats of a deployment, with the scripted model. What it makes there it takes away again when it
/// is closed.
public final class BatonSource implements Source, AutoCloseable {

  private static final int AT_ONCE = 32;
  private static final int LOOK_AGAIN_MILLIS = 50;

  private final Sockets sockets;
  private final BatonClient client;
  private final String provider;
  private final String model;
  private final List<String> chats = new CopyOnWriteArrayList<>();

  /// @throws HostException when the deployment cannot be used, with the reason
  public BatonSource(Sockets sockets, BatonClient client) {
    this.sockets = sockets;
    this.client = client;
    this.provider = id(client.post("/model-providers", provider()));
    this.model = id(client.post("/model-configs", model(provider)));
  }

  public BatonClient client() {
    return client;
  }

  public Sockets sockets() {
    return sockets;
  }

  @Override
  public List<Room> gather(int rooms, int each, Arrivals arrivals, Faults faults) {
    var names = chats(rooms);
    var watchers =
        Many.atOnce(
            AT_ONCE,
            rooms * each,
            i -> {
              var chat = names.get(i / each);
              return sockets.open(new Watcher(chat, arrivals, faults), client.stream(chat, ""));
            });
    return IntStream.range(0, rooms)
        .mapToObj(i -> new Room(names.get(i), watchers.subList(i * each, (i + 1) * each)))
        .toList();
  }

  /// Chats that have had a first turn and are at rest.
  public List<String> chats(int count) {
    var names = Many.atOnce(AT_ONCE, count, _ -> create());
    Many.atOnce(AT_ONCE, count, i -> rest(names.get(i)));
    return names;
  }

  @Override
  public Future<JsonNode> speak(String room, Speech speech) {
    return send(room, script(speech));
  }

  /// Sends a message that tells the model what to say.
  public Future<JsonNode> send(String chat, String script) {
    return client.post("/chats/" + chat + "/messages", BatonClient.saying("/script " + script));
  }

  @Override
  public List<ProcessCost> servers() {
    var replicas = new ArrayList<ProcessCost>();
    Many.await(client.get("/replicas"))
        .path("replicas")
        .forEach(replica -> replicas.add(new ProcessCost(replica.path("pid").asLong())));
    return replicas;
  }

  /// Succeeds when a chat is at rest.
  public Future<Void> rest(String chat) {
    return client
        .get("/chats/" + chat)
        .compose(row ->
            switch (row.path("status").asText()) {
              case "waiting" -> Future.succeededFuture();
              case "error" ->
                  Future.failedFuture(
                      new HostException("chat " + chat + " failed: " + row.path("last_error")));
              default -> later().compose(_ -> rest(chat));
            });
  }

  /// Takes chats, model and provider away.
  @Override
  public void close() {
    Many.atOnce(AT_ONCE, chats.size(), i -> remove(chats.get(i)).otherwiseEmpty());
    Many.await(client.delete("/model-configs/" + model).otherwiseEmpty());
    Many.await(client.delete("/model-providers/" + provider).otherwiseEmpty());
  }

  private Future<JsonNode> remove(String chat) {
    return client
        .patch("/chats/" + chat, BatonClient.object().put("archived", true))
        .compose(_ -> client.delete("/chats/" + chat));
  }

  private Future<String> create() {
    var body = BatonClient.saying("/script {\"text\": \"ready\", \"delay_ms\": 0}");
    body.put("model_config_id", model).put("title", "baton bench");
    return client.post("/chats", body).map(chat -> chat.path("id").asText()).onSuccess(chats::add);
  }

  private Future<Long> later() {
    Promise<Long> later = Promise.promise();
    sockets.vertx().setTimer(LOOK_AGAIN_MILLIS, later::complete);
    return later.future();
  }

  private static String script(Speech speech) {
    var script =
        BatonClient.object()
            .put("text", speech.filler())
            .put("chunk_size", speech.chars())
            .put("repeat", speech.parts())
            .put("stamp", true);
    return speech.perSecond() > 0
        ? script.put("per_second", speech.perSecond()).toString()
        : script.put("delay_ms", 0).toString();
  }

  private static ObjectNode provider() {
    return BatonClient.object().put("provider", "scripted").put("display_name", "baton bench");
  }

  private static ObjectNode model(String provider) {
    return BatonClient.object()
        .put("model_provider_id", provider)
        .put("model", "bench")
        .put("context_limit", 1_000_000)
        .put("is_default", false);
  }

  private static String id(Future<JsonNode> created) {
    return Many.await(created).path("id").asText();
  }
}
