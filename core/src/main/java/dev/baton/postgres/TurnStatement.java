package dev.baton.postgres;

import dev.baton.chat.RunnerId;
import dev.baton.json.ErrorJson;
import dev.baton.json.Json;
import dev.baton.store.TurnState;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;

/// One statement that makes a worker's whole move, or nothing at all.
///
/// Its `UPDATE` waits for the row's lock and then looks again at this row, and at this row only:
/// everything else is read as it was when the statement began. So the fence must pin down whatever
/// else is read: the queue by `queue_version`, open calls by `history_version`.
///
/// The update itself sets the versions that the triggers keep, so that what it returns is what will
/// stand; the triggers then find nothing left to do.
record TurnStatement(String sql, Tuple parameters) {

  /// $1 to $7.
  private static final String FENCE =
      """
      WHERE c.id = $1 AND c.runner_id = $2 AND c.status = $3 AND c.history_version = $4
        AND c.generation_attempt = $5 AND c.queue_version = COALESCE($6, c.queue_version)
        AND c.provider_failures = $7
      """;

  /// $8 to $13.
  private static final String CHANGES =
      """
      snapshot_version = snapshot_version + 1,
      status = $8,
      worker_id = CASE WHEN $9 THEN NULL ELSE worker_id END,
      runner_id = CASE WHEN $9 THEN NULL ELSE runner_id END,
      last_error = COALESCE($10::text::jsonb, last_error),
      retry_state = COALESCE($11::text::jsonb, retry_state),
      retry_at = COALESCE(clock_timestamp() + $12::bigint * interval '1 millisecond', retry_at),
      provider_failures = provider_failures + CASE WHEN $11 IS NULL THEN 0 ELSE 1 END,
      requires_action_deadline_at = CASE WHEN $8 = 'requires_action' THEN
        clock_timestamp() + $13::bigint * interval '1 millisecond' END,
      """;

  /// $14.
  private static final String UPDATE_ROW =
      "UPDATE chats c SET "
          + CHANGES
          + "generation_attempt = generation_attempt + $14 "
          + FENCE
          + "RETURNING "
          + TurnRows.TURN;

  /// What is read is pinned down by the history version.
  private static final String UPDATE_ROW_AND_READ =
      "WITH c AS (UPDATE chats c SET "
          + CHANGES
          + "generation_attempt = generation_attempt + $14 "
          + FENCE
          + "RETURNING c.*) SELECT "
          + TurnRows.TURN
          + ", "
          + HistoryColumns.HISTORY
          + " FROM c";

  /// Answered unless the appended messages do it. Pinned down by the history version.
  private static final String OPEN_CALLS =
      """
      open_calls AS MATERIALIZED (
        SELECT message_id, call_index, tool_call_id, tool_name FROM tool_calls
        WHERE $16::text IS NOT NULL AND chat_id = $1 AND settled_at IS NULL
          AND tool_call_id <> ALL ($17::text[]))
      """;

  /// Pinned down by the queue version.
  private static final String HEAD =
      """
      head AS MATERIALIZED (
        SELECT id, content, created_by, model_config_id, reasoning_effort
        FROM chat_queued_messages WHERE $18 AND chat_id = $1 ORDER BY position LIMIT 1)
      """;

  private static final String ADDITIONS =
      """
      additions AS MATERIALIZED (
        SELECT 1 AS stage, ordinality AS n, role, content, hidden, created_by, model_config_id,
          usage, NULL::bigint AS queued_message_id
        FROM ROWS FROM (jsonb_to_recordset($19::text::jsonb) AS (
          role text, content jsonb, hidden boolean, created_by uuid, model_config_id uuid,
          usage jsonb)) WITH ORDINALITY
        UNION ALL
        SELECT 2, row_number() OVER (ORDER BY message_id, call_index), 'tool',
          jsonb_build_array(jsonb_build_object(
            'type', 'tool-result', 'tool_call_id', tool_call_id, 'tool_name', tool_name,
            'result', $16, 'is_error', true)),
          false, NULL, NULL, NULL, NULL
        FROM open_calls
        UNION ALL
        SELECT 3, 1, 'user', content, false, created_by, model_config_id, NULL, id FROM head)
      """;

  private static final String MOVED =
      "c AS (UPDATE chats c SET "
          + CHANGES
          + """
          history_version = CASE WHEN EXISTS (SELECT FROM additions)
            THEN snapshot_version + 1 ELSE history_version END,
          generation_attempt = CASE WHEN EXISTS (SELECT FROM additions)
            THEN 0 ELSE generation_attempt END + $14,
          queue_version = CASE WHEN $18 THEN snapshot_version + 1 ELSE queue_version END,
          steps = CASE WHEN $18 THEN 0 ELSE steps + $15 END,
          last_model_config_id =
            COALESCE((SELECT model_config_id FROM head), last_model_config_id),
          last_reasoning_effort =
            COALESCE((SELECT reasoning_effort FROM head), last_reasoning_effort)
          """
          + FENCE
          + "RETURNING c.*)";

  private static final String APPENDED =
      """
      appended AS (
        INSERT INTO chat_messages
          (chat_id, role, content, hidden, created_by, model_config_id, usage, queued_message_id)
        SELECT c.id, a.role, a.content, a.hidden, a.created_by, a.model_config_id, a.usage,
          a.queued_message_id
        FROM c, additions a ORDER BY a.stage, a.n
        RETURNING id)
      """;

  private static final String INTENTS =
      """
      intents AS (
        INSERT INTO tool_calls
          (message_id, call_index, chat_id, tool_call_id, tool_name, args, client)
        SELECT (SELECT max(id) FROM appended), i.index, c.id, i.id, i.name, i.args, i.client
        FROM c, jsonb_to_recordset($20::text::jsonb)
          AS i (index integer, id text, name text, args jsonb, client boolean))
      """;

  private static final String SETTLED =
      """
      settled AS (
        UPDATE tool_calls t SET settled_at = clock_timestamp() FROM c
        WHERE t.chat_id = c.id AND t.settled_at IS NULL
          AND ($16 IS NOT NULL OR t.tool_call_id = ANY ($17)))
      """;

  private static final String DEQUEUED =
      "dequeued AS (DELETE FROM chat_queued_messages q USING c, head WHERE q.id = head.id)";

  /// $14 to $20.
  private static final String UPDATE_WITH_MESSAGES =
      "WITH "
          + String.join(
              ", ", OPEN_CALLS, HEAD, ADDITIONS, MOVED, APPENDED, INTENTS, SETTLED, DEQUEUED)
          + " SELECT "
          + TurnRows.TURN
          + " FROM c";

  static TurnStatement of(TurnState from, RunnerId runner, TurnWrite write) {
    var parameters = common(from, runner, write);
    return write.touchesMessages()
        ? new TurnStatement(UPDATE_WITH_MESSAGES, addMessages(parameters, write))
        : new TurnStatement(UPDATE_ROW, parameters);
  }

  /// For a move that changes the row only, and wants to know the history it starts from.
  static TurnStatement reading(TurnState from, RunnerId runner, TurnWrite write) {
    return new TurnStatement(UPDATE_ROW_AND_READ, common(from, runner, write));
  }

  private static Tuple common(TurnState from, RunnerId runner, TurnWrite write) {
    return Tuple.tuple()
        .addUUID(from.chatId().value())
        .addUUID(runner.value())
        .addString(from.status().wireName())
        .addLong(from.versions().history())
        .addLong(from.versions().attempt())
        .addLong(write.dependsOnQueue() ? from.versions().queue() : null)
        .addInteger(from.counters().providerFailures())
        .addString(write.next().status().wireName())
        .addBoolean(write.releases())
        .addString(write.error().map(e -> Json.write(out -> ErrorJson.write(out, e))).orElse(null))
        .addString(write.retry().map(r -> Json.write(out -> ErrorJson.write(out, r))).orElse(null))
        .addLong(write.retry().map(r -> r.delayMillis()).orElse(null))
        .addLong(write.actionTimeout().map(Duration::toMillis).orElse(null))
        .addLong((long) write.attempts());
  }

  private static Tuple addMessages(Tuple parameters, TurnWrite write) {
    return parameters
        .addInteger(write.steps())
        .addString(write.answer().orElse(null))
        .addArrayOfString(DraftJson.answeredCalls(write.appended()))
        .addBoolean(write.promotesHead())
        .addString(DraftJson.writeAll(write.appended()))
        .addString(intentsJson(write.intents()));
  }

  private static String intentsJson(List<TurnWrite.Intent> intents) {
    return Json.write(out -> {
      out.writeStartArray();
      for (var intent : intents) {
        out.writeStartObject();
        out.writeNumberField("index", intent.index());
        out.writeStringField("id", intent.call().toolCallId());
        out.writeStringField("name", intent.call().toolName());
        out.writeFieldName("args");
        out.writeRawValue(intent.call().argsJson());
        out.writeBooleanField("client", intent.isClients());
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }
}
