package dev.baton.store;

import static dev.baton.store.StoreUnderTest.await;
import static dev.baton.store.StoreUnderTest.message;
import static dev.baton.store.StoreUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Versions;
import dev.baton.pubsub.Hint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What the feed of a chat reads, and who must start over.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StreamStoreContract {

  private final StoreUnderTest baton;

  protected StreamStoreContract(StoreUnderTest baton) {
    this.baton = baton;
  }

  @AfterAll
  void stop() {
    baton.close();
  }

  @Test
  void a_deleted_chat_is_empty() {
    assertThat(await(baton.streams.read(ChatId.random(), Optional.empty(), Optional.empty())))
        .isEmpty();
  }

  @Test
  void the_row_tells_what_its_status_needs() {
    var failed = read(baton.in("E0"), Optional.empty(), Optional.empty()).row();
    assertThat(failed.status()).isEqualTo(ChatStatus.ERROR);
    assertThat(failed.error()).contains(StoreUnderTest.ERROR);
    assertThat(failed.clientCalls()).isEmpty();

    var asking = read(baton.in("A0"), Optional.empty(), Optional.empty()).row();
    assertThat(asking.clientCalls())
        .containsExactly(new Part.ToolCall("theirs", "tool of theirs", "{\"n\":1}"));
    assertThat(asking.error()).isEmpty();
    assertThat(asking.workerId()).isPresent();
  }

  // The feed

  @Test
  void a_feed_without_a_version_is_given_the_queue_and_no_history() {
    var read = read(baton.in("R1"), Optional.empty(), Optional.empty());

    assertThat(read.delta()).isEmpty();
    assertThat(read.joining()).isEmpty();
    assertThat(read.queue().orElseThrow()).hasSize(1);
  }

  @Test
  void a_feed_is_given_what_is_newer_and_the_queue_only_if_it_moved() {
    var chat = baton.in("R1");
    var since = versions(chat);
    assertThat(read(chat, Optional.of(since), Optional.empty()).delta())
        .contains(new HistoryDelta(false, List.of()));
    assertThat(read(chat, Optional.of(since), Optional.empty()).queue()).isEmpty();

    var step = baton.answer("hi");
    baton.commit(baton.state(chat), new ChatCommand.FinishTurn(List.of(step)));

    var read = read(chat, Optional.of(since), Optional.empty());
    assertThat(lines(read.delta())).containsExactly("assistant: hi", "user: queued");
    assertThat(read.delta().orElseThrow().reset()).isFalse();
    assertThat(read.queue()).contains(List.of());
    assertThat(read.row().versions()).isEqualTo(versions(chat));
  }

  @Test
  void a_feed_whose_messages_were_deleted_starts_over() {
    var chat = baton.in("W");
    var since = versions(chat);

    await(baton.chats.edit(baton.ann, chat, ids(chat).getFirst(), text("other")));

    var delta = read(chat, Optional.of(since), Optional.empty()).delta().orElseThrow();
    assertThat(delta.reset()).isTrue();
    assertThat(lines(Optional.of(delta))).containsExactly("user: other");
  }

  @Test
  void a_message_that_came_and_went_unseen_is_no_reason_to_start_over() {
    var chat = baton.in("W");
    var since = versions(chat);
    await(baton.chats.send(baton.ann, chat, message("first try")));
    await(baton.chats.edit(baton.ann, chat, ids(chat).getLast(), text("second try")));

    var delta = read(chat, Optional.of(since), Optional.empty()).delta();

    assertThat(delta.orElseThrow().reset()).isFalse();
    assertThat(lines(delta)).containsExactly("user: second try");
  }

  @Test
  void a_version_from_the_future_starts_over() {
    var chat = baton.in("W");

    var delta = read(chat, Optional.of(new Versions(99, 99, 0, 0, 0)), Optional.empty()).delta();

    assertThat(delta.orElseThrow().reset()).isTrue();
    assertThat(lines(delta)).containsExactly("user: hello", "assistant: hi");
  }

  @Test
  void hidden_messages_are_never_told() {
    var chat = baton.in("W");
    var since = versions(chat);
    baton.addHidden(chat);

    var read = read(chat, Optional.of(since), Optional.of(new StreamCursor.Beginning()));

    assertThat(lines(read.delta())).isEmpty();
    assertThat(lines(read.joining())).containsExactly("user: hello", "assistant: hi");
  }

  // Joining

  @Test
  void who_joins_without_a_cursor_is_given_everything() {
    var chat = baton.in("R1");

    var read = read(chat, Optional.of(versions(chat)), Optional.of(new StreamCursor.Beginning()));

    assertThat(read.joining().orElseThrow().reset()).isFalse();
    assertThat(lines(read.joining())).containsExactly("user: hello");
    assertThat(read.queue().orElseThrow()).extracting(QueuedMessage::content).hasSize(1);
  }

  @Test
  void a_position_is_given_what_is_newer() {
    var chat = baton.in("W");
    var position = new StreamCursor.Position(1, 1, 5);

    assertThat(join(chat, position).reset()).isFalse();
    assertThat(lines(Optional.of(join(chat, position)))).containsExactly("assistant: hi");
  }

  @Test
  void a_position_that_holds_a_deleted_message_starts_over() {
    var chat = baton.in("W");
    var position = new StreamCursor.Position(versions(chat).history(), 0, 0);
    await(baton.chats.edit(baton.ann, chat, ids(chat).getFirst(), text("other")));

    assertThat(join(chat, position).reset()).isTrue();
    assertThat(join(chat, new StreamCursor.Position(99, 0, 0)).reset()).isTrue();
  }

  // The table of the facts, 3.6

  @Test
  void a_living_cursor_with_newer_rows_only_is_given_those() {
    var chat = baton.in("W");
    var cursor = ids(chat).getFirst();
    await(baton.chats.send(baton.ann, chat, message("second")));

    assertThat(after(chat, cursor)).containsExactly("assistant: hi", "user: second");
    assertThat(after(chat, ids(chat).getLast())).isEmpty();
  }

  @Test
  void rows_of_the_cursors_own_transaction_that_follow_it_are_given() {
    var chat = baton.in("R1");
    baton.commit(baton.state(chat), new ChatCommand.FinishTurn(List.of(baton.answer("hi"))));
    var answer = ids(chat).get(1);

    assertThat(after(chat, answer)).containsExactly("user: queued");
  }

  @Test
  void tombstones_of_the_edit_that_made_the_cursor_start_nothing_over() {
    var chat = baton.in("W");
    await(baton.chats.edit(baton.ann, chat, ids(chat).getFirst(), text("other")));
    var cursor = ids(chat).getLast();

    assertThat(after(chat, cursor)).isEmpty();
  }

  @Test
  void a_row_after_the_cursor_that_was_deleted_unseen_starts_nothing_over() {
    var chat = baton.in("W");
    var cursor = ids(chat).getLast();
    await(baton.chats.send(baton.ann, chat, message("first try")));
    await(baton.chats.edit(baton.ann, chat, ids(chat).getLast(), text("second try")));

    assertThat(after(chat, cursor)).containsExactly("user: second try");
  }

  /// An edit deletes all that follows, so only another kind of change deletes a row and leaves the
  /// cursor's alive.
  @Test
  void a_row_before_the_cursor_that_was_deleted_later_starts_over() {
    var chat = baton.in("W");
    var ids = ids(chat);
    baton.deleteAlone(chat, ids.getFirst());

    var delta = join(chat, new StreamCursor.AfterMessage(ids.getLast()));

    assertThat(delta.reset()).isTrue();
    assertThat(lines(Optional.of(delta))).containsExactly("assistant: hi");
  }

  @Test
  void a_cursor_row_that_was_deleted_itself_starts_over() {
    var chat = baton.in("W");
    var cursor = ids(chat).getLast();
    await(baton.chats.edit(baton.ann, chat, ids(chat).getFirst(), text("other")));

    var delta = join(chat, new StreamCursor.AfterMessage(cursor));

    assertThat(delta.reset()).isTrue();
    assertThat(lines(Optional.of(delta))).containsExactly("user: other");
  }

  @Test
  void a_cursor_that_this_chat_never_had_starts_over() {
    var chat = baton.in("W");
    var elsewhere = ids(baton.chat()).getFirst();

    for (long cursor : List.of(elsewhere, Long.MAX_VALUE, 0L)) {
      var delta = join(chat, new StreamCursor.AfterMessage(cursor));
      assertThat(delta.reset()).isTrue();
      assertThat(delta.messages()).hasSize(2);
    }
  }

  // Reconciling

  @Test
  void versions_come_as_hints_and_without_deleted_chats() {
    var chat = baton.in("R0");
    var row = baton.state(chat);

    var hints = await(baton.streams.versions(List.of(chat, ChatId.random())));

    assertThat(hints)
        .containsExactly(
            new Hint(
                Hint.Kind.CHANGED,
                chat,
                row.ownerId(),
                row.versions(),
                row.status(),
                false,
                row.workerId(),
                row.runnerId()));
    assertThat(await(baton.streams.versions(List.of()))).isEmpty();
  }

  private List<String> after(ChatId chat, long cursor) {
    var delta = join(chat, new StreamCursor.AfterMessage(cursor));
    assertThat(delta.reset()).isFalse();
    return lines(Optional.of(delta));
  }

  private HistoryDelta join(ChatId chat, StreamCursor cursor) {
    return read(chat, Optional.empty(), Optional.of(cursor)).joining().orElseThrow();
  }

  private StreamRead read(ChatId chat, Optional<Versions> since, Optional<StreamCursor> joining) {
    return await(baton.streams.read(chat, since, joining)).orElseThrow();
  }

  private Versions versions(ChatId chat) {
    return baton.state(chat).versions();
  }

  private List<Long> ids(ChatId chat) {
    return baton.messages(chat).stream().map(Message::id).toList();
  }

  private List<String> lines(Optional<HistoryDelta> delta) {
    return delta.orElseThrow().messages().stream().map(StoreUnderTest::line).toList();
  }
}
