package dev.baton.server.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/// Every way in which a turn can fail that one replica can bring about and survive.
final class FailureScenes {

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
    String provider =
        client
            .get("/model-configs")
            .ok()
            .path("model_configs")
            .valueStream()
            .filter(each -> each.path("id").asText().equals(model))
            .findFirst()
            .orElseThrow()
            .path("model_provider_id")
            .asText();
    client
        .send(HttpMethod.PATCH, "/model-providers/" + provider, "{\"enabled\":false}")
        .expect(200);
    client.get("/model-providers").expect(200);
    client.retry(chat).expect(202);
    awaitKind(chat, "provider_disabled");
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
