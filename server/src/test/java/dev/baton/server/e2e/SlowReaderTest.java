package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("e2e")
@ExtendWith(SharedCluster.class)
class SlowReaderTest {

  /// More than the buffers of two sockets take.
  private static final int REPEAT = 8_000_000 / 50;

  private static final String TEXT = "A line of fifty characters, this one is, exactly.\n";

  @Test
  void one_that_stopped_reading_gets_everything_in_the_end_and_holds_nobody_up(Cluster cluster) {
    var client = cluster.client();
    var script =
        Wire.object()
            .put("text", TEXT)
            .put("repeat", REPEAT)
            .put("chunk_size", 400_000)
            .put("first_delay_ms", 300)
            .put("delay_ms", 0);
    String chat = client.create("/script " + script).ok().path("id").asText();
    var slow = Watcher.of(client, chat);
    slow.pauseReading();
    var quick = Watcher.of(client, chat);

    quick.awaitRest();
    String next = Script.words("the next", 3, 5).message();
    client.send(chat, next, "queue").ok();
    quick.await("the next answer", view -> view.isAtRest() && view.messages().size() == 4);
    assertThat(slow.view().messages()).hasSizeLessThan(4);

    slow.resumeReading();
    var stored = client.stored(chat);
    quick.awaitSame(stored);
    slow.awaitSame(stored);
    assertThat(stored.messages().get(1).text()).hasSize(TEXT.length() * REPEAT);
  }
}
