package dev.baton.postgres;

import dev.baton.chat.ChatId;
import dev.baton.chat.Decision;
import dev.baton.chat.Draft;
import dev.baton.chat.Effect;
import dev.baton.chat.Message;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.UserId;
import dev.baton.json.PartJson;
import dev.baton.pubsub.Hint;
import dev.baton.store.StoreException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Applies a request's move to a locked chat: its row first, then the effects in order, all sent
/// without waiting for each other.
final class MoveWriter {

  private static final String APPEND =
      """
      INSERT INTO chat_messages AS m
        (chat_id, role, content, hidden, created_by, model_config_id, usage)
      SELECT $1, role, content, hidden, created_by, model_config_id, usage
      FROM ROWS FROM (jsonb_to_recordset($2::text::jsonb) AS (
        role text, content jsonb, hidden boolean, created_by uuid, model_config_id uuid,
        usage jsonb)) WITH ORDINALITY ORDER BY ordinality
      RETURNING
      """
          + MessageRows.MESSAGE;

  private static final String SETTLE =
      """
      UPDATE tool_calls SET settled_at = clock_timestamp()
      WHERE chat_id = $1 AND settled_at IS NULL AND tool_call_id = ANY ($2)
      """;

  /// One error result a call, in call order.
  private static final String ANSWER_OPEN_CALLS =
      """
      WITH settled AS (
        UPDATE tool_calls SET settled_at = clock_timestamp()
        WHERE chat_id = $1 AND settled_at IS NULL
        RETURNING message_id, call_index, tool_call_id, tool_name)
      INSERT INTO chat_messages AS m (chat_id, role, content)
      SELECT $1, 'tool', jsonb_build_array(jsonb_build_object(
          'type', 'tool-result', 'tool_call_id', tool_call_id, 'tool_name', tool_name,
          'result', $2::text, 'is_error', true))
      FROM settled ORDER BY message_id, call_index
      RETURNING
      """
          + MessageRows.MESSAGE;

  private static final String ENQUEUE =
      """
      INSERT INTO chat_queued_messages AS q
        (chat_id, position, content, model_config_id, reasoning_effort, created_by)
      SELECT $1, COALESCE(max(position), 0) + 1, $2::text::jsonb, $3, $4, $5
      FROM chat_queued_messages WHERE chat_id = $1
      RETURNING
      """
          + MessageRows.QUEUED;

  private static final String PROMOTE_HEAD =
      """
      WITH head AS (
        DELETE FROM chat_queued_messages WHERE id = (
          SELECT id FROM chat_queued_messages WHERE chat_id = $1 ORDER BY position LIMIT 1)
        RETURNING *),
      spoken AS (
        UPDATE chats SET
          steps = 0,
          last_model_config_id = COALESCE(head.model_config_id, last_model_config_id),
          last_reasoning_effort = COALESCE(head.reasoning_effort, last_reasoning_effort)
        FROM head WHERE chats.id = head.chat_id)
      INSERT INTO chat_messages AS m
        (chat_id, role, content, created_by, model_config_id, queued_message_id)
      SELECT chat_id, 'user', content, created_by, model_config_id, id FROM head
      RETURNING
      """
          + MessageRows.MESSAGE;

  private static final String REPLACE_QUEUED =
      """
      UPDATE chat_queued_messages q SET content = $3::text::jsonb WHERE chat_id = $1 AND id = $2
      RETURNING
      """
          + MessageRows.QUEUED;

  private static final String REMOVE_QUEUED =
      "DELETE FROM chat_queued_messages WHERE chat_id = $1 AND id = $2";

  private static final String MOVE_TO_HEAD =
      """
      UPDATE chat_queued_messages SET position = (
        SELECT min(position) - 1 FROM chat_queued_messages WHERE chat_id = $1)
      WHERE chat_id = $1 AND id = $2
      """;

  private static final String CLEAR_QUEUE = "DELETE FROM chat_queued_messages WHERE chat_id = $1";

  private static final String TRUNCATE =
      """
      UPDATE chat_messages SET deleted = true WHERE chat_id = $1 AND id >= $2 AND NOT deleted
      RETURNING id, hidden
      """;

  /// What goes with the deleted messages: their open calls, and a summary or a clearing that came
  /// after the place where the chat goes on.
  private static final String FORGET_AFTER =
      """
      WITH settled AS (
        UPDATE tool_calls SET settled_at = clock_timestamp()
        WHERE chat_id = $1 AND message_id >= $2 AND settled_at IS NULL)
      UPDATE chats SET context_from_id = 0 WHERE id = $1 AND context_from_id > $2
      """;

  private static final String FORGET_HISTORY =
      """
      WITH settled AS (
        UPDATE tool_calls SET settled_at = clock_timestamp()
        WHERE chat_id = $1 AND settled_at IS NULL)
      UPDATE chats SET context_from_id = (
        SELECT COALESCE(max(id), 0) + 1 FROM chat_messages WHERE chat_id = $1)
      WHERE id = $1
      """;

  private final SqlConnection tx;
  private final UUID chat;
  private final Optional<String> effort;
  private final List<Future<?>> sent = new ArrayList<>();
  private final List<Message> appended = new ArrayList<>();
  private final List<QueuedMessage> queued = new ArrayList<>();
  private final List<Long> deletedIds = new ArrayList<>();

  /// @param effort the reasoning effort that came with the message, if one did
  MoveWriter(SqlConnection tx, ChatId chat, Optional<String> effort) {
    this.tx = tx;
    this.chat = chat.value();
    this.effort = effort;
  }

  Future<Applied> apply(Decision.Move move) {
    return apply(
        RowChange.UPDATE, RowChange.of(move, effort).parameters(chat), move, Hint.Kind.CHANGED);
  }

  /// For a chat that is not there yet: inserts its row instead.
  Future<Applied> create(String insert, Tuple row, Decision.Move move) {
    return apply(insert, row, move, Hint.Kind.CREATED);
  }

  private Future<Applied> apply(
      String rowSql, Tuple rowParameters, Decision.Move move, Hint.Kind kind) {
    send(rowSql, rowParameters);
    move.effects().forEach(this::apply);
    var row = ChatDoor.read(tx, new ChatId(chat));
    return Future.all(sent)
        .compose(_ -> row)
        .map(read ->
            new Applied(
                read, Optional.of(kind), appended, queued.stream().findFirst(), deletedIds));
  }

  /// For a command that changes nothing.
  Future<Applied> nothing() {
    return ChatDoor.read(tx, new ChatId(chat)).map(Applied::nothing);
  }

  private void apply(Effect effect) {
    switch (effect) {
      case Effect.Append(var drafts) -> append(drafts);
      case Effect.AnswerOpenCalls(var reason) -> append(ANSWER_OPEN_CALLS, Tuple.of(chat, reason));
      case Effect.Enqueue(var message) -> enqueue(message);
      case Effect.PromoteHead _ -> append(PROMOTE_HEAD, Tuple.of(chat));
      case Effect.ReplaceQueued(var id, var content) ->
          queue(REPLACE_QUEUED, Tuple.of(chat, id, PartJson.writeAll(content)));
      case Effect.RemoveQueued(var id) -> sendToQueued(REMOVE_QUEUED, Tuple.of(chat, id));
      case Effect.MoveToHead(var id) -> sendToQueued(MOVE_TO_HEAD, Tuple.of(chat, id));
      case Effect.ClearQueue _ -> send(CLEAR_QUEUE, Tuple.of(chat));
      case Effect.TruncateFrom(var id) -> truncate(id);
      case Effect.ForgetHistory _ -> send(FORGET_HISTORY, Tuple.of(chat));
      case Effect.ClearError _,
          Effect.SetError _,
          Effect.Release _,
          Effect.NoteCompactionRequest _ -> {} // written with the row
      case Effect.OpenCalls _,
          Effect.NextAttempt _,
          Effect.NoteRetry _,
          Effect.SetActionDeadline _ ->
          throw new IllegalArgumentException(
              "only a worker's move has the effect " + effect.getClass().getSimpleName());
    }
  }

  private void append(List<Draft> drafts) {
    append(APPEND, Tuple.of(chat, DraftJson.writeAll(drafts)));
    String[] answered = DraftJson.answeredCalls(drafts);
    if (answered.length > 0) {
      send(SETTLE, Tuple.of(chat, (Object) answered));
    }
  }

  private void append(String sql, Tuple parameters) {
    send(sql, parameters)
        .onSuccess(rows -> rows.forEach(row -> appended.add(MessageRows.message(row))));
  }

  private void enqueue(Draft message) {
    queue(
        ENQUEUE,
        Tuple.of(
            chat,
            PartJson.writeAll(message.content()),
            message.modelConfigId().orElse(null),
            effort.orElse(null),
            message.createdBy().map(UserId::value).orElse(null)));
  }

  private void queue(String sql, Tuple parameters) {
    sendToQueued(sql, parameters)
        .onSuccess(rows -> rows.forEach(row -> queued.add(MessageRows.queued(row))));
  }

  private void truncate(long fromId) {
    send(TRUNCATE, Tuple.of(chat, fromId)).onSuccess(this::noteDeleted);
    send(FORGET_AFTER, Tuple.of(chat, fromId));
  }

  private void noteDeleted(RowSet<Row> rows) {
    for (Row row : rows) {
      if (!row.getBoolean("hidden")) {
        deletedIds.add(row.getLong("id"));
      }
    }
    Collections.sort(deletedIds);
  }

  /// The queue must hold the message that the statement is about.
  private Future<RowSet<Row>> sendToQueued(String sql, Tuple parameters) {
    var found =
        send(sql, parameters)
            .map(rows -> {
              if (rows.rowCount() == 0) {
                throw new StoreException.NotFound("Queued message");
              }
              return rows;
            });
    sent.add(found);
    return found;
  }

  private Future<RowSet<Row>> send(String sql, Tuple parameters) {
    var answer = tx.preparedQuery(sql).execute(parameters);
    sent.add(answer);
    return answer;
  }
}
