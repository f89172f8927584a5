package dev.baton.postgres;

import dev.baton.chat.ChatState;
import dev.baton.chat.Decision;
import dev.baton.chat.Draft;
import dev.baton.chat.Effect;
import dev.baton.chat.Role;
import dev.baton.json.ErrorJson;
import dev.baton.json.Json;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/// What a request's move does to the chat's own row, as the parameters of one statement. Pure.
///
/// @param spoken the user message that enters the history, if one does directly
/// @param effort the reasoning effort asked for with that message
record RowChange(
    ChatState next,
    boolean clearsError,
    Optional<String> errorJson,
    Optional<Draft> spoken,
    Optional<String> effort,
    boolean releases,
    boolean asksForCompaction) {

  /// The first write of the transaction, so that the triggers see the new snapshot version.
  ///
  /// Who leaves an error goes on with all counters at zero: without that, the turn would fail again
  /// at once for the reason it failed before.
  static final String UPDATE =
      """
      UPDATE chats SET
        snapshot_version = snapshot_version + 1,
        status = $2,
        archived = $3,
        last_error = CASE WHEN $4 THEN NULL ELSE COALESCE($5::text::jsonb, last_error) END,
        provider_failures = CASE WHEN $4 THEN 0 ELSE provider_failures END,
        owner_deaths = CASE WHEN $4 THEN 0 ELSE owner_deaths END,
        steps = CASE WHEN $4 OR $6 THEN 0 ELSE steps END,
        last_model_config_id = COALESCE($7, last_model_config_id),
        last_reasoning_effort = COALESCE($8, last_reasoning_effort),
        worker_id = CASE WHEN $9 THEN NULL ELSE worker_id END,
        runner_id = CASE WHEN $9 THEN NULL ELSE runner_id END,
        requires_action_deadline_at =
          CASE WHEN $2 = 'requires_action' THEN requires_action_deadline_at END,
        compaction_requested_at =
          CASE WHEN $10 THEN clock_timestamp()
            WHEN $2 = 'running' AND NOT $4 THEN compaction_requested_at END
      WHERE id = $1
      """;

  static RowChange of(Decision.Move move, Optional<String> effort) {
    boolean clearsError = false;
    boolean releases = false;
    boolean asksForCompaction = false;
    Optional<String> errorJson = Optional.empty();
    Optional<Draft> spoken = Optional.empty();
    for (Effect effect : move.effects()) {
      switch (effect) {
        case Effect.ClearError _ -> clearsError = true;
        case Effect.Release _ -> releases = true;
        case Effect.NoteCompactionRequest _ -> asksForCompaction = true;
        case Effect.SetError(var error) ->
            errorJson = Optional.of(Json.write(out -> ErrorJson.write(out, error)));
        case Effect.Append(var drafts) ->
            spoken = drafts.stream().filter(draft -> draft.role() == Role.USER).findFirst();
        default -> {} // not in the chat's row
      }
    }
    return new RowChange(
        move.next(),
        clearsError,
        errorJson,
        spoken,
        spoken.flatMap(_ -> effort),
        releases,
        asksForCompaction);
  }

  Tuple parameters(Object chatId) {
    return Tuple.tuple()
        .addValue(chatId)
        .addString(next.status().wireName())
        .addBoolean(next.isArchived())
        .addBoolean(clearsError)
        .addString(errorJson.orElse(null))
        .addBoolean(spoken.isPresent())
        .addUUID(spoken.flatMap(Draft::modelConfigId).orElse(null))
        .addString(effort.orElse(null))
        .addBoolean(releases)
        .addBoolean(asksForCompaction);
  }
}
