package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.ChatId;
import io.vertx.sqlclient.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What the schema itself keeps, whoever writes.
class TriggersTest {

  private static final String ADD_MESSAGE =
      "INSERT INTO chat_messages (chat_id, role, content) VALUES ($1, 'user', '[]') RETURNING *";
  private static final String ADD_QUEUED =
      "INSERT INTO chat_queued_messages (chat_id, position, content, created_by)"
          + " SELECT $1, 1, '[]', owner_id FROM chats WHERE id = $1";

  private static final Deployment baton = new Deployment();

  @AfterAll
  static void stop() {
    baton.close();
  }

  @Test
  void a_new_message_takes_the_snapshot_version_and_moves_the_history() {
    var chat = bumped();

    var message = baton.sql(ADD_MESSAGE, chat.value()).iterator().next();

    assertThat(message.getLong("revision")).isEqualTo(2);
    assertThat(message.getLong("created_revision")).isEqualTo(2);
    assertThat(baton.row(chat).getLong("history_version")).isEqualTo(2);
  }

  @Test
  void a_changed_message_takes_the_new_version_and_keeps_that_of_its_creation() {
    var chat = bumped();

    baton.sql("UPDATE chat_messages SET deleted = true WHERE chat_id = $1", chat.value());

    var message = message(chat);
    assertThat(message.getLong("revision")).isEqualTo(2);
    assertThat(message.getLong("created_revision")).isEqualTo(1);
    assertThat(baton.row(chat).getLong("history_version")).isEqualTo(2);
  }

  @Test
  void a_change_of_nothing_moves_nothing() {
    var chat = bumped();

    baton.sql("UPDATE chat_messages SET content = content WHERE chat_id = $1", chat.value());

    assertThat(message(chat).getLong("revision")).isEqualTo(1);
    assertThat(baton.row(chat).getLong("history_version")).isEqualTo(1);
  }

  @Test
  void nobody_chooses_a_revision() {
    var chat = bumped();

    assertRefused("UPDATE chat_messages SET revision = 9 WHERE chat_id = $1", chat);
    assertRefused("UPDATE chat_messages SET created_revision = 9 WHERE chat_id = $1", chat);
    assertRefused(
        "INSERT INTO chat_messages (chat_id, role, content, revision)"
            + " VALUES ($1, 'user', '[]', 9)",
        chat);
  }

  @Test
  void a_message_stays_in_its_chat() {
    var chat = bumped();
    var other = baton.chat();

    assertThatThrownBy(() ->
            baton.sql(
                "UPDATE chat_messages SET chat_id = $2 WHERE chat_id = $1",
                chat.value(),
                other.value()))
        .hasMessageContaining("a message does not change its chat");
  }

  @Test
  void the_queue_moves_its_own_version_only() {
    var chat = bumped();
    baton.sql(ADD_QUEUED, chat.value());
    assertThat(baton.row(chat).getLong("queue_version")).isEqualTo(2);

    bump(chat);
    baton.sql("UPDATE chat_queued_messages SET content = '[1]' WHERE chat_id = $1", chat.value());
    assertThat(baton.row(chat).getLong("queue_version")).isEqualTo(3);

    bump(chat);
    baton.sql("UPDATE chat_queued_messages SET position = 7 WHERE chat_id = $1", chat.value());
    assertThat(baton.row(chat).getLong("queue_version")).isEqualTo(4);

    bump(chat);
    baton.sql("DELETE FROM chat_queued_messages WHERE chat_id = $1", chat.value());
    assertThat(baton.row(chat).getLong("queue_version")).isEqualTo(5);

    bump(chat);
    baton.sql(ADD_MESSAGE, chat.value());
    assertThat(baton.row(chat).getLong("queue_version")).isEqualTo(5);
    assertThat(baton.row(chat).getLong("history_version")).isEqualTo(6);
  }

  @Test
  void a_queued_message_has_an_author() {
    assertThatThrownBy(() ->
            baton.sql(
                "INSERT INTO chat_queued_messages (chat_id, position, content)"
                    + " VALUES ($1, 1, '[]')",
                baton.chat().value()))
        .hasMessageContaining("created_by");
  }

  @Test
  void a_new_chat_has_no_retry_state() {
    var row = baton.row(baton.chat());

    assertThat(row.getValue("retry_state")).isNull();
    assertThat(row.getLong("retry_state_version")).isZero();
  }

  @Test
  void the_retry_state_moves_its_version_when_it_differs() {
    var chat = bumped();
    retry(chat, "{\"attempt\": 1}");
    assertThat(baton.row(chat).getLong("retry_state_version")).isEqualTo(2);

    bump(chat);
    retry(chat, "{\"attempt\": 1}");
    assertThat(baton.row(chat).getLong("retry_state_version")).isEqualTo(2);

    retry(chat, "{\"attempt\": 2}");
    assertThat(baton.row(chat).getLong("retry_state_version")).isEqualTo(3);
  }

  @Test
  void nobody_chooses_the_version_of_the_retry_state() {
    assertRefused("UPDATE chats SET retry_state_version = 9 WHERE id = $1", baton.chat());
  }

  @Test
  void an_attempt_clears_the_retry_state_and_moves_its_version() {
    var chat = bumped();
    retry(chat, "{\"attempt\": 1}");
    bump(chat);

    attempt(chat);

    assertThat(baton.row(chat).getValue("retry_state")).isNull();
    assertThat(baton.row(chat).getLong("retry_state_version")).isEqualTo(3);

    bump(chat);
    attempt(chat);

    assertThat(baton.row(chat).getLong("retry_state_version")).isEqualTo(3);
  }

  @Test
  void a_change_of_the_history_or_of_the_status_clears_the_retry_state() {
    var chat = bumped();
    retry(chat, "{\"attempt\": 1}");
    baton.sql(ADD_MESSAGE, chat.value());
    assertThat(baton.row(chat).getValue("retry_state")).isNull();

    retry(chat, "{\"attempt\": 1}");
    baton.sql("UPDATE chats SET status = 'interrupting' WHERE id = $1", chat.value());
    assertThat(baton.row(chat).getValue("retry_state")).isNull();
    assertThat(baton.row(chat).getValue("retry_at")).isNull();
  }

  @Test
  void a_change_of_the_history_ends_the_count_of_attempts() {
    var chat = bumped();
    attempt(chat);
    bump(chat);

    baton.sql(ADD_MESSAGE, chat.value());

    assertThat(baton.row(chat).getLong("generation_attempt")).isZero();
  }

  @Test
  void a_version_does_not_go_back() {
    var chat = bumped();
    baton.sql(ADD_QUEUED, chat.value());

    assertRefused("UPDATE chats SET snapshot_version = 1 WHERE id = $1", chat);
    assertRefused("UPDATE chats SET history_version = 0 WHERE id = $1", chat);
    assertRefused("UPDATE chats SET queue_version = 1 WHERE id = $1", chat);
  }

  @Test
  void a_list_is_reordered_by_what_people_see_and_by_nothing_else() {
    var chat = bumped();
    var before = baton.row(chat).getOffsetDateTime("updated_at");

    attempt(chat);
    retry(chat, "{\"attempt\": 1}");
    assertThat(baton.row(chat).getOffsetDateTime("updated_at")).isEqualTo(before);

    baton.sql("UPDATE chats SET title = 'new' WHERE id = $1", chat.value());
    assertThat(baton.row(chat).getOffsetDateTime("updated_at")).isAfter(before);
  }

  @Test
  void a_deleted_chat_takes_everything_with_it() {
    var chat = baton.in("A1");

    baton.sql("DELETE FROM chats WHERE id = $1", chat.value());

    for (String table : new String[] {"chat_messages", "chat_queued_messages", "tool_calls"}) {
      assertThat(baton.sql("SELECT FROM " + table + " WHERE chat_id = $1", chat.value()))
          .as(table)
          .isEmpty();
    }
  }

  private static void assertRefused(String sql, ChatId chat) {
    assertThatThrownBy(() -> baton.sql(sql, chat.value()))
        .hasMessageMatching("(?s).*(kept by a trigger|went back).*");
  }

  /// A chat whose snapshot version is 2, as in a transaction that has only begun.
  private static ChatId bumped() {
    var chat = baton.chat();
    bump(chat);
    return chat;
  }

  private static void bump(ChatId chat) {
    baton.sql(
        "UPDATE chats SET snapshot_version = snapshot_version + 1 WHERE id = $1", chat.value());
  }

  private static void attempt(ChatId chat) {
    baton.sql(
        "UPDATE chats SET generation_attempt = generation_attempt + 1 WHERE id = $1", chat.value());
  }

  private static void retry(ChatId chat, String json) {
    baton.sql(
        "UPDATE chats SET retry_state = $2::text::jsonb, retry_at = now() WHERE id = $1",
        chat.value(),
        json);
  }

  private static Row message(ChatId chat) {
    return baton
        .sql("SELECT * FROM chat_messages WHERE chat_id = $1", chat.value())
        .iterator()
        .next();
  }
}
