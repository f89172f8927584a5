package dev.baton.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.UserId;
import dev.baton.pubsub.Hint;
import dev.baton.store.Actor;
import dev.baton.time.VirtualScheduler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatWatchesTest {

  private final VirtualScheduler time = new VirtualScheduler();
  private final FakeBus bus = new FakeBus();
  private final FakeLoop loop = new FakeLoop();
  private final UserId owner = UserId.random();
  private final FakeChatList chats = new FakeChatList(owner);
  private final ChatWatches watches = new ChatWatches(chats.store(), bus, time, () -> loop);
  private final FakeSink sink = new FakeSink();

  @BeforeEach
  void start() {
    watches.start();
  }

  private ChatWatch open() {
    var watch = watches.open(new Actor(owner, Actor.Role.ADMIN), sink);
    loop.runAll();
    return watch;
  }

  private void hint(ChatId chat) {
    hint(chat, Hint.Kind.CHANGED);
  }

  private void hint(ChatId chat, Hint.Kind kind) {
    bus.publish(chats.hint(chat, kind));
    loop.runAll();
  }

  /// Events in short: `created title`, `snapshot 2`.
  private List<String> told() {
    return sink.take().stream().map(ChatWatchesTest::brief).toList();
  }

  private static String brief(JsonNode event) {
    var kind = event.path("kind").asText();
    return switch (kind) {
      case "snapshot" -> kind + " " + event.path("chats").size();
      case "synced", "deleted" -> kind;
      default -> kind + " " + event.path("chat").path("title").asText();
    };
  }

  @Test
  void a_watcher_first_gets_the_newest_fifty_and_knows_that_these_are_all() {
    for (int i = 0; i < 60; i++) {
      chats.add("chat " + i);
    }
    open();
    assertThat(sink.frames()).isEqualTo(1);
    var events = sink.take();
    assertThat(events).extracting(ChatWatchesTest::brief).containsExactly("snapshot 50", "synced");
    assertThat(events.getFirst().path("chats").path(0).path("title").asText()).isEqualTo("chat 59");
  }

  @Test
  void a_change_is_told_by_its_kind() {
    var chat = chats.add("first");
    open();
    told();
    chats.put(chat, "first", ChatStatus.WAITING);
    hint(chat);
    chats.put(chat, "renamed", ChatStatus.WAITING);
    hint(chat);
    chats.put(chat, "renamed", ChatStatus.WAITING);
    hint(chat);
    chats.put(chat, "renamed", ChatStatus.REQUIRES_ACTION);
    hint(chat);
    hint(chats.add("second"), Hint.Kind.CREATED);
    assertThat(told())
        .containsExactly(
            "status_change first",
            "title_change renamed",
            "updated renamed",
            "action_required renamed",
            "created second");
  }

  @Test
  void a_change_whose_hint_was_lost_is_found_by_the_comparison_and_told_once() {
    var chat = chats.add("first");
    open();
    told();
    chats.changeUnheard(chat, "first", ChatStatus.WAITING);
    for (int tick = 0; tick < 3; tick++) {
      time.advance(Duration.ofSeconds(1));
      loop.runAll();
    }
    assertThat(told()).containsExactly("status_change first");
  }

  @Test
  void a_deleted_chat_is_told_by_its_id_and_once() {
    var chat = chats.add("first");
    open();
    told();
    chats.remove(chat);
    hint(chat, Hint.Kind.DELETED);
    hint(chat, Hint.Kind.DELETED);
    var events = sink.take();
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().path("chat").path("id").asText()).isEqualTo(chat.toString());
  }

  @Test
  void a_change_that_no_list_shows_is_not_told() {
    var chat = chats.add("first");
    open();
    told();
    chats.bump(chat);
    hint(chat);
    assertThat(told()).isEmpty();
  }

  @Test
  void an_older_chat_that_moves_is_told_as_updated() {
    var old = chats.add("old");
    for (int i = 0; i < 50; i++) {
      chats.add("newer");
    }
    open();
    told();
    chats.put(old, "old", ChatStatus.WAITING);
    hint(old);
    assertThat(told()).containsExactly("updated old");
  }

  @Test
  void what_happens_while_the_snapshot_is_read_is_not_lost() {
    var chat = chats.add("first");
    chats.hold();
    open();
    chats.answerNext();
    told();
    chats.put(chat, "renamed", ChatStatus.RUNNING);
    hint(chat);
    chats.answerNext();
    assertThat(told()).containsExactly("title_change renamed");
  }

  @Test
  void hints_of_one_chat_are_read_once_however_many() {
    var chat = chats.add("first");
    open();
    told();
    chats.hold();
    for (int i = 0; i < 10; i++) {
      chats.put(chat, "title " + i, ChatStatus.RUNNING);
      hint(chat);
    }
    assertThat(chats.open()).isEqualTo(1);
    chats.answerNext();
    chats.answerNext();
    assertThat(chats.open()).isZero();
    assertThat(told()).containsExactly("title_change title 9");
  }

  @Test
  void chats_of_others_are_neither_hinted_at_nor_read() {
    chats.add("first");
    open();
    told();
    var foreign = new FakeChatList(UserId.random());
    bus.publish(foreign.hint(foreign.add("theirs"), Hint.Kind.CREATED));
    assertThat(loop.isIdle()).isTrue();
    assertThat(chats.actors()).containsOnly(new Actor(owner, Actor.Role.MEMBER));
  }

  @Test
  void a_resync_finds_what_hints_did_not_tell() {
    var gone = chats.add("gone");
    var renamed = chats.add("first");
    open();
    told();
    chats.remove(gone);
    chats.put(renamed, "renamed", ChatStatus.RUNNING);
    chats.add("missed");
    bus.resync();
    loop.runAll();
    assertThat(told())
        .containsExactlyInAnyOrder("updated missed", "title_change renamed", "deleted");
  }

  @Test
  void nothing_is_read_for_a_full_socket_until_it_has_drained() {
    var chat = chats.add("first");
    open();
    told();
    sink.fill();
    int reads = chats.actors().size();
    chats.put(chat, "one", ChatStatus.RUNNING);
    hint(chat);
    chats.put(chat, "two", ChatStatus.RUNNING);
    hint(chat);
    assertThat(chats.actors()).hasSize(reads);
    sink.drain();
    loop.runAll();
    assertThat(told()).containsExactly("title_change two");
    assertThat(chats.actors()).hasSize(reads + 1);
  }

  @Test
  void a_failed_read_is_made_again() {
    var chat = chats.add("first");
    open();
    told();
    chats.breakDown(true);
    chats.put(chat, "renamed", ChatStatus.RUNNING);
    hint(chat);
    chats.breakDown(false);
    time.advance(Duration.ofSeconds(1));
    loop.runAll();
    assertThat(told()).containsExactly("title_change renamed");
  }

  @Test
  void a_list_that_cannot_be_read_is_closed_in_the_end() {
    chats.breakDown(true);
    open();
    time.advance(Duration.ofSeconds(5));
    loop.runAll();
    assertThat(sink.closed()).contains(CloseCode.INTERNAL);
    assertThat(watches.watchers()).isZero();
  }

  @Test
  void who_has_left_is_told_nothing_more() {
    var chat = chats.add("first");
    var watch = open();
    told();
    assertThat(watches.watchers()).isEqualTo(1);
    watch.leave();
    watch.leave();
    loop.runAll();
    chats.put(chat, "renamed", ChatStatus.RUNNING);
    hint(chat);
    assertThat(told()).isEmpty();
    assertThat(watches.watchers()).isZero();
  }

  @Test
  void watchers_are_sent_away_over_a_time() {
    open();
    var done = watches.closeAll(CloseCode.RESTARTING, "restart", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    loop.runAll();
    assertThat(sink.closed()).contains(CloseCode.RESTARTING);
    assertThat(done.succeeded()).isTrue();
    assertThat(watches.closeAll(CloseCode.RESTARTING, "restart", Duration.ofSeconds(1)).succeeded())
        .isTrue();
  }
}
