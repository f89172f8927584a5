package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("e2e")
@ExtendWith(SharedCluster.class)
class MetricsTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Pattern SERVED = Pattern.compile("^# TYPE (baton_\\w+) ", Pattern.MULTILINE);
  private static final Pattern DOCUMENTED =
      Pattern.compile("^\\| `(baton_\\w+)", Pattern.MULTILINE);

  @Test
  void every_documented_metric_is_served_and_every_served_one_is_documented(Cluster cluster)
      throws IOException {
    converse(cluster.client());
    Set<String> documented = names(DOCUMENTED, Files.readString(DOCUMENT));
    // The counter of tokens is there once a provider has counted some.
    documented.remove("baton_model_tokens_total");
    Poll.until(
        SOON,
        () -> served(cluster.client()).containsAll(documented),
        () -> "documented and not served: " + without(documented, served(cluster.client())));
    assertThat(without(served(cluster.client()), documented))
        .as("served and not documented")
        .isSubsetOf("baton_model_tokens_total");
  }

  @Test
  void metrics_tell_nothing_of_any_one_chat(Cluster cluster) {
    String chat = converse(cluster.client());
    String text = scrape(cluster.client());
    assertThat(text)
        .contains("route=\"/api/v1/chats/:chat\"")
        .contains("tool=\"current_time\"")
        .doesNotContain(chat)
        .doesNotContain(Cluster.TOKEN)
        .doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}");
  }

  /// A turn with a tool, watched to its end; then the watcher leaves.
  private static String converse(BatonClient client) {
    var script = Script.calling("metrics", "current_time", Wire.object(), 1);
    String chat = client.create(script.message()).expect(201).json().path("id").asText();
    var watcher = Watcher.of(client, chat);
    watcher.awaitRest();
    watcher.close();
    client.chat(chat).expect(200);
    return chat;
  }

  private static Set<String> served(BatonClient client) {
    return names(SERVED, scrape(client)).stream()
        .filter(name -> !name.endsWith("_seconds_max"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String scrape(BatonClient client) {
    var request = new RequestOptions().setMethod(HttpMethod.GET).setURI("/metrics");
    return client.answer(request, Buffer.buffer()).expect(200).body();
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    var rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }
}
