package dev.baton.postgres;

import static dev.baton.postgres.Columns.id;
import static dev.baton.postgres.Columns.millis;
import static dev.baton.postgres.Columns.text;

import dev.baton.chat.RunnerId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import dev.baton.store.TurnState;
import io.vertx.sqlclient.Row;
import java.util.function.Function;

/// Rows of `chats` as their runner sees them.
final class TurnRows {

  static final String TURN =
      ChatRows.HINT
          + """
          , c.last_model_config_id, c.last_reasoning_effort, c.dynamic_tools::text AS dynamic_tools,
          c.provider_failures, c.owner_deaths, c.steps,
          (extract(epoch FROM c.retry_at - clock_timestamp()) * 1000)::bigint AS retry_in,
          (extract(epoch FROM c.requires_action_deadline_at - clock_timestamp()) * 1000)::bigint
            AS action_deadline_in
          """;

  private TurnRows() {}

  /// @param queued messages in the queue at the row's queue version
  static TurnState state(Row row, int queued) {
    return state(row, queued, row.getLong("queue_version"));
  }

  /// For a row that was read without its queue: what is known of the queue stays paired with the
  /// version it is known at, so that a move that depends on it is fenced by that version.
  static TurnState state(Row row, int queued, long queueVersion) {
    var versions = ChatRows.versions(row);
    return new TurnState(
        ChatRows.chatId(row),
        ChatRows.ownerId(row),
        id(row, "worker_id", WorkerId::new),
        id(row, "runner_id", RunnerId::new),
        ChatRows.status(row),
        row.getBoolean("archived"),
        new Versions(
            versions.snapshot(),
            versions.history(),
            queueVersion,
            versions.retryState(),
            versions.attempt()),
        queued,
        row.getUUID("last_model_config_id"),
        text(row, "last_reasoning_effort", Function.identity()),
        row.getString("dynamic_tools"),
        new TurnState.Counters(
            row.getInteger("provider_failures"),
            row.getInteger("owner_deaths"),
            row.getInteger("steps")),
        millis(row, "retry_in"),
        millis(row, "action_deadline_in"));
  }
}
