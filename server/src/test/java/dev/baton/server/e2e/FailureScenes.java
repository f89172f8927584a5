package dev.baton.server.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;

/// Every way in which a turn can fail that one replica can bring about and survive.
final class FailureScenes {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final BatonClient client;

  FailureScenes(BatonClient client) {
    this.client = client;
  }

  void play() {
    passing();
    lasting();
    unusableProvider();
  }

  /// What is tried again, and goes well then.
  private void passing() {
    for (int status : List.of(429, 503, 529)) {
      recovers(Script.failingOnce("trouble", 5, 1, status, 2).message());
    }
    String silent = "/script {\"text\":\"at last\",\"stall\":{\"after_chunks\":0,\"times\":1}}";
    recovers(silent);
  }

  private void recovers(String message) {
    Watcher.of(client, create(message))
        .await("the answer", view -> view.status().equals("waiting"));
  }

  private void lasting() {
    fails(Script.failing("no entry", 3, 1, 401).message(), "auth");
    fails(Script.failing("teapot", 0, 1, 418).message(), "generic");
    fails("/script {\"no such key\":1}", "config");
    fails("/script {\"finish_reason\":\"content_filter\"}", "content_filter");
    fails(
        "/script {\"steps\":[" + "{\"tool_calls\":[{\"name\":\"none\"}]},".repeat(9) + "{}]}",
        "turn_limit");
  }

  private void unusableProvider() {
    ObjectNode keyless =
        Wire.object().put("provider", "openai").put("base_url", "http://127.0.0.1:1/v1");
    String model = client.addModel(keyless, Wire.object(), false);
    String chat = client.create("hi", model).expect(201).json().path("id").asText();
    awaitKind(chat, "missing_key");
    changeProviders("{\"enabled\":false}");
    client.get("/model-providers").expect(200);
    Poll.until(
        PATIENCE,
        () -> failsAgain(chat, "provider_disabled"),
        () -> "still enabled for " + client.chat(chat).ok());
    changeProviders("{\"enabled\":true}");
  }

  private void changeProviders(String patch) {
    for (JsonNode provider : client.get("/model-providers").ok().path("model_providers")) {
      String path = "/model-providers/" + provider.path("id").asText();
      client.send(HttpMethod.PATCH, path, patch).expect(200);
    }
  }

  /// For a second a provider is believed to be what it was.
  private boolean failsAgain(String chat, String kind) {
    JsonNode error = client.chat(chat).ok().path("last_error");
    boolean isAnother = error.has("kind") && !isOf(kind, error);
    if (isAnother) {
      client.retry(chat).expect(202);
    }
    return error.has("kind") && !isAnother;
  }

  private void fails(String message, String kind) {
    awaitKind(create(message), kind);
  }

  private void awaitKind(String chat, String kind) {
    Watcher.of(client, chat)
        .await(
            "an error of kind " + kind,
            view -> view.error().filter(error -> isOf(kind, error)).isPresent());
  }

  private static boolean isOf(String kind, JsonNode error) {
    return error.path("kind").asText().equals(kind);
  }

  private String create(String message) {
    return client.create(message).expect(201).json().path("id").asText();
  }
}
