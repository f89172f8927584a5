package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("e2e")
@ExtendWith(SharedCluster.class)
class WatchTest {

  private static final long PATIENCE_SECONDS = 30;

  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

  @Test
  void the_list_of_chats_is_live(Cluster cluster) throws InterruptedException {
    var client = cluster.client();
    String old = create(client, "an old one");
    var socket = BatonClient.await("watch", client.watch(new Listener()));

    var snapshot = until("synced", "");
    assertThat(snapshot).extracting(WatchTest::kind).containsExactly("snapshot", "synced");
    assertThat(snapshot.getFirst().path("chats").findValuesAsText("id")).contains(old);

    String fresh = create(client, "a new one");
    assertThat(until("created", fresh)).hasSize(1);
    until("status_change", fresh);
    client.update(fresh, Wire.object().put("title", "Renamed")).expect(204);
    var renamed = until("title_change", fresh).getLast();
    assertThat(renamed.path("chat").path("title").asText()).isEqualTo("Renamed");
    awaitRest(client, fresh);
    client.archive(fresh, true).expect(204);
    client.delete(fresh).expect(204);
    until("deleted", fresh);
    socket.close();
  }

  private static String create(BatonClient client, String name) {
    return client.create(Script.words(name, 3, 5).message()).ok().path("id").asText();
  }

  private static void awaitRest(BatonClient client, String chat) {
    var watcher = Watcher.of(client, chat);
    watcher.awaitRest();
    watcher.close();
  }

  /// All events of that chat, or of none, up to one of that kind.
  private List<JsonNode> until(String kind, String chat) throws InterruptedException {
    var seen = new ArrayList<JsonNode>();
    while (seen.isEmpty() || !kind(seen.getLast()).equals(kind)) {
      var event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(event).as("no %s after %s", kind, seen).isNotNull();
      if (event != null && event.path("chat").path("id").asText().equals(chat)) {
        seen.add(event);
      }
    }
    return seen;
  }

  private static String kind(JsonNode event) {
    return event.path("kind").asText();
  }

  private final class Listener implements StreamSocket.Listener {
    @Override
    public void onFrame(String text) {
      Wire.parse(text).forEach(events::add);
    }

    @Override
    public void onClose(int code, String reason) {}
  }
}
