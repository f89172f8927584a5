package dev.baton.postgres;

import static dev.baton.postgres.Deployment.await;
import static dev.baton.postgres.Deployment.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatCommand.BeginAttempt;
import dev.baton.chat.ChatCommand.FinishTurn;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatMachine;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Message;
import dev.baton.store.Commit;
import dev.baton.store.Sent;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What happens when several want one chat's row.
class RowLockTest {

  private static final Deployment baton = new Deployment();

  @AfterAll
  static void stop() {
    baton.close();
  }

  @Test
  void eight_sends_at_once_are_eight_versions_in_order() {
    var chat = baton.chat();
    var sends =
        IntStream.range(0, 8)
            .mapToObj(i -> baton.chats.send(baton.ann, chat, message("message " + i)))
            .toList();

    var queued = sends.stream().map(sent -> ((Sent.Queued) await(sent)).message().id()).toList();

    assertThat(baton.state(chat).versions().snapshot()).isEqualTo(9);
    assertThat(queued).doesNotHaveDuplicates();
    assertThat(
            ChatReads.all(
                baton.sql(
                    "SELECT id FROM chat_queued_messages WHERE chat_id = $1 ORDER BY position",
                    chat.value()),
                row -> row.getLong("id")))
        .isSorted()
        .containsExactlyInAnyOrderElementsOf(queued);
  }

  /// Who decides on a row that is not locked decides on a queue that others are filling.
  @Test
  void the_limit_of_the_queue_holds_against_sends_at_once() {
    var chat = baton.chat();
    var sends =
        IntStream.range(0, 30)
            .mapToObj(i -> baton.chats.send(baton.ann, chat, message("message " + i)))
            .map(sent -> sent.transform(Future::succeededFuture))
            .toList();

    var accepted = sends.stream().filter(sent -> await(sent).succeeded()).count();

    assertThat(accepted).isEqualTo(ChatMachine.QUEUE_LIMIT);
    assertThat(baton.state(chat).queued()).isEqualTo(ChatMachine.QUEUE_LIMIT);
  }

  @Test
  void a_worker_and_people_at_once_lose_nothing() {
    var chat = baton.chat();
    var sends =
        IntStream.range(0, 8)
            .mapToObj(i -> baton.chats.send(baton.ann, chat, message("message " + i)))
            .toList();
    while (baton.state(chat).status() == ChatStatus.RUNNING) {
      var begun = baton.tryCommit(baton.owned(chat), new BeginAttempt());
      if (begun instanceof Commit.Committed(var after)) {
        baton.tryCommit(after, new FinishTurn(List.of(baton.answer("answer"))));
      }
      if (sends.stream().allMatch(Future::isComplete) && baton.state(chat).queued() == 0) {
        baton.tryCommit(baton.owned(chat), new FinishTurn(List.of(baton.answer("last"))));
      }
    }
    sends.forEach(Deployment::await);
    drain(chat);

    assertThat(baton.transcript(chat))
        .filteredOn(line -> line.startsWith("user: message"))
        .hasSize(8);
    assertThat(baton.messages(chat)).extracting(Message::id).isSorted();
    assertThat(baton.messages(chat)).extracting(Message::revision).isSorted();
  }

  private static void drain(ChatId chat) {
    while (baton.state(chat).status() == ChatStatus.RUNNING) {
      baton.tryCommit(baton.owned(chat), new FinishTurn(List.of(baton.answer("last"))));
    }
  }

  /// The statement that waited looks again at the row it waited for, and at nothing else.
  @Test
  void a_commit_that_had_to_wait_for_the_row_is_made_whole() {
    var chat = baton.chat();
    baton.queue(chat, "next");
    var owned = baton.owned(chat);
    var holder = lock(chat);
    await(
        holder
            .preparedQuery(
                "UPDATE chats SET snapshot_version = snapshot_version + 1, title = 'new'"
                    + " WHERE id = $1")
            .execute(Tuple.of(chat.value())));

    var commit = baton.turns.commit(owned, new FinishTurn(List.of(baton.answer("hi"))));
    awaitBlocked();
    end(holder, "COMMIT");

    var after = ((Commit.Committed) await(commit)).after();
    assertThat(after).isEqualTo(baton.state(chat));
    assertThat(after.versions().snapshot()).isEqualTo(owned.versions().snapshot() + 2);
    assertThat(after.versions().history()).isEqualTo(after.versions().snapshot());
    assertThat(baton.messages(chat).getLast().revision()).isEqualTo(after.versions().snapshot());
    assertThat(baton.transcript(chat))
        .containsExactly("user: hello", "assistant: hi", "user: next");
  }

  /// Rule 1 of the fence: the message is committed after the worker's statement took its snapshot
  /// and before it got the row.
  @Test
  void a_message_queued_while_a_turn_ends_is_not_stranded() {
    var chat = baton.chat();
    var owned = baton.owned(chat);
    var holder = lock(chat);
    bump(holder, chat);
    enqueue(holder, chat);

    var commit = baton.turns.commit(owned, new FinishTurn(List.of(baton.answer("hi"))));
    awaitBlocked();
    end(holder, "COMMIT");

    assertThat(await(commit)).isEqualTo(new Commit.Missed());
    var again = baton.state(chat);
    assertThat(again.status()).isEqualTo(ChatStatus.RUNNING);
    assertThat(again.queued()).isEqualTo(1);
    assertThat(baton.transcript(chat)).containsExactly("user: hello");
  }

  /// The history is read as it was when the statement began, so the fence must refuse the row if
  /// the history has moved since.
  @Test
  void an_edit_while_an_attempt_begins_leaves_no_attempt_on_the_old_history() {
    var chat = baton.chat();
    var owned = baton.owned(chat);
    var holder = lock(chat);
    bump(holder, chat);
    await(
        holder
            .preparedQuery("UPDATE chat_messages SET deleted = true WHERE chat_id = $1")
            .execute(Tuple.of(chat.value())));

    var begun = baton.turns.begin(owned);
    awaitBlocked();
    end(holder, "COMMIT");

    assertThat(await(begun)).isEmpty();
    assertThat(baton.state(chat).versions().attempt()).isZero();
  }

  /// A change that leaves the history alone costs a begin nothing but the wait.
  @Test
  void a_message_queued_while_an_attempt_begins_does_not_stop_it() {
    var chat = baton.chat();
    var owned = baton.owned(chat);
    var holder = lock(chat);
    bump(holder, chat);
    enqueue(holder, chat);

    var begun = baton.turns.begin(owned);
    awaitBlocked();
    end(holder, "COMMIT");

    var after = await(begun).orElseThrow();
    assertThat(after.history().messages()).hasSize(1);
    assertThat(after.after().queued()).as("is known at an older version").isZero();
    assertThat(
            await(
                baton.turns.commit(
                    after.after(), new FinishTurn(List.of(baton.answer("too early"))))))
        .isEqualTo(new Commit.Missed());
  }

  @Test
  void a_session_that_stops_between_lock_and_commit_frees_the_row() {
    var chat = baton.chat();
    var paused = lock(chat);
    var closed = new CompletableFuture<Void>();
    paused.closeHandler(closed::complete);

    var sent = await(baton.chats.send(baton.ann, chat, message("after the pause")));

    assertThat(sent).isInstanceOf(Sent.Queued.class);
    assertThat(closed).succeedsWithin(20, TimeUnit.SECONDS);
    assertThat(
            await(paused.query("SELECT 1").execute().transform(Future::succeededFuture)).failed())
        .isTrue();
  }

  /// Not missed: whether it was made is unknown, and is found out by reading.
  @Test
  void a_commit_whose_connection_breaks_fails() {
    var chat = baton.chat();
    var owned = baton.owned(chat);
    var holder = lock(chat);
    var commit = baton.turns.commit(owned, new BeginAttempt());
    awaitBlocked();

    baton.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND wait_event_type = 'Lock'");

    assertThat(await(commit.transform(Future::succeededFuture)).failed()).isTrue();
    end(holder, "ROLLBACK");
    assertThat(baton.state(chat)).isEqualTo(owned);
  }

  @Test
  void a_refused_change_leaves_the_connection_usable() {
    var chat = baton.in("W");
    for (int i = 0; i < 40; i++) {
      var refused = baton.chats.interrupt(baton.ann, chat).transform(Future::succeededFuture);
      assertThat(await(refused).failed()).isTrue();
    }

    assertThat(baton.see(chat).status()).isEqualTo(ChatStatus.WAITING);
  }

  private static SqlConnection lock(ChatId chat) {
    var session = await(baton.database.pool().getConnection());
    session.exceptionHandler(_ -> {}); // the server ends it, which is the point
    await(session.query("BEGIN").execute());
    await(
        session
            .preparedQuery("SELECT FROM chats WHERE id = $1 FOR NO KEY UPDATE")
            .execute(Tuple.of(chat.value())));
    return session;
  }

  private static void end(SqlConnection session, String how) {
    await(session.query(how).execute());
    await(session.close());
  }

  private static void awaitBlocked() {
    eventually(() ->
        baton
                .sql(
                    "SELECT FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock'")
                .rowCount()
            > 0);
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("nobody waits for the row");
      }
      Thread.onSpinWait();
    }
  }

  private static void bump(SqlConnection holder, ChatId chat) {
    await(
        holder
            .preparedQuery("UPDATE chats SET snapshot_version = snapshot_version + 1 WHERE id = $1")
            .execute(Tuple.of(chat.value())));
  }

  private static void enqueue(SqlConnection holder, ChatId chat) {
    await(
        holder
            .preparedQuery(
                "INSERT INTO chat_queued_messages (chat_id, position, content, created_by)"
                    + " VALUES ($1, 1, '[]', $2)")
            .execute(Tuple.of(chat.value(), baton.ann.id().value())));
  }
}
