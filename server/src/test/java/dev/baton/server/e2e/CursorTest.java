package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("e2e")
@ExtendWith(SharedCluster.class)
class CursorTest {

  private static final int FAR = 1_000;

  private BatonClient client;

  @BeforeEach
  void prepare(Cluster cluster) {
    client = cluster.client();
  }

  @Test
  void a_cursor_that_never_was_is_answered_with_everything() {
    var watcher = begin(Script.words("a short one", 5, 5));
    var stored = rest(watcher);
    var here = watcher.view().cursor().orElseThrow();
    long version = here.episode().historyVersion();
    long attempt = here.episode().attempt();
    Stream.of(
            Cursor.of(version + FAR, attempt, 0),
            Cursor.of(version, attempt + FAR, 0),
            Cursor.of(version, attempt, FAR),
            Cursor.of(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE))
        .forEach(cursor -> assertStartsOver(watcher, new Resume.From(cursor), stored));
    assertStartsOver(watcher, new Resume.AfterMessage(Long.MAX_VALUE), stored);
    assertStartsOver(watcher, new Resume.AfterMessage(FAR * (long) FAR), stored);
  }

  @Test
  void a_cursor_ahead_of_a_stream_is_answered_with_everything() {
    var watcher = begin(Script.words("a long one", 100, 20));
    var view = watcher.await("some parts", now -> now.preview().seq() > 3);
    var ahead = new Cursor(view.preview().episode().orElseThrow(), view.preview().seq() + FAR);
    watcher.open(view, new Resume.From(ahead));
    assertThat(watcher.awaitRest().preview()).isEqualTo(Preview.NONE);
    rest(watcher);
  }

  @Test
  void an_old_cursor_is_answered_with_what_came_since() {
    var watcher = begin(Script.words("the first", 5, 5));
    watcher.awaitRest();
    client.send(watcher.chat(), Script.words("the second", 5, 5).message(), "queue").expect(200);
    watcher.await("both answers", view -> view.messages().size() == 4 && view.isAtRest());
    var stored = rest(watcher);
    for (StreamView moment : watcher.moments()) {
      watcher.open(moment, moment.resume()).awaitSame(stored);
    }
    for (long id : watcher.view().messages().keySet()) {
      watcher.open(watcher.view(), new Resume.AfterMessage(id)).awaitSame(stored);
    }
    watcher.open(StreamView.EMPTY, new Resume.AfterMessage(0)).awaitSame(stored);
  }

  @Test
  void a_deleted_chat_ends_its_streams() {
    var watcher = begin(Script.words("a short one", 5, 5));
    rest(watcher);
    client.archive(watcher.chat(), true).expect(204);
    client.delete(watcher.chat()).expect(204);
    assertThat(watcher.awaitClose()).isEqualTo(1000);
    client.chat(watcher.chat()).expect(404);
  }

  private void assertStartsOver(Watcher watcher, Resume resume, StoredChat stored) {
    watcher.open(watcher.view(), resume).awaitSame(stored);
    assertThat(watcher.toString()).contains("history_reset");
    watcher.forget();
  }

  private Watcher begin(Script script) {
    return Watcher.of(client, client.create(script.message()).ok().path("id").asText());
  }

  private StoredChat rest(Watcher watcher) {
    watcher.awaitRest();
    var stored = client.stored(watcher.chat());
    watcher.awaitSame(stored);
    return stored;
  }
}
