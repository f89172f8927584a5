package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class SurvivalTest {

  private static final int CHATS = 20;

  /// A chat whose first answer takes about five seconds, with a second message in its queue.
  private record Talk(String chat, Script first, Script second, Watcher watcher) {

    static Talk begin(BatonClient client, int number) {
      var first = Script.words("the first message of chat " + number, 100, 50);
      var second = Script.words("the second message of chat " + number, 20, 10);
      String chat = client.create(first.message()).expect(201).json().path("id").asText();
      var watcher = Watcher.of(client, chat);
      assertThat(client.send(chat, second.message(), "queue").ok().path("queued").asBoolean())
          .isTrue();
      return new Talk(chat, first, second, watcher);
    }

    void awaitMidStream() {
      var view = watcher.await("the middle of the stream", now -> now.preview().seq() >= 5);
      assertThat(view.timeline()).hasSize(1);
      assertThat(view.queue()).hasSize(1);
    }

    void assertWhole(BatonClient client) {
      watcher.await("the end", view -> view.status().equals("waiting"));
      var stored = client.stored(chat);
      assertThat(stored.messages())
          .extracting(Event.Message::role, Event.Message::text)
          .containsExactly(
              tuple("user", first.message()),
              tuple("assistant", first.answer()),
              tuple("user", second.message()),
              tuple("assistant", second.answer()));
      watcher.awaitSame(stored);
    }
  }

  @Test
  void twenty_chats_survive_a_kill_of_everything_in_mid_stream() {
    try (var cluster = Cluster.create()) {
      cluster.start();
      var client = cluster.client();
      client.addScriptedModel();
      List<Talk> talks = IntStream.range(0, CHATS).mapToObj(n -> Talk.begin(client, n)).toList();
      talks.forEach(Talk::awaitMidStream);

      cluster.killEverything();
      talks.forEach(talk -> assertThat(talk.watcher().awaitClose()).isPositive());
      cluster.start();

      talks.forEach(talk -> talk.watcher().reopen());
      talks.forEach(talk -> talk.assertWhole(client));
      talks.forEach(talk -> assertWholeFromTheBeginning(client, talk.chat()));
      assertThat(cluster.stop()).isZero();
    }
  }

  private static void assertWholeFromTheBeginning(BatonClient client, String chat) {
    var late = Watcher.of(client, chat);
    late.awaitSame(client.stored(chat));
    late.close();
  }
}
