package dev.baton.simulation.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.json.ErrorJson;
import dev.baton.json.Json;
import dev.baton.json.MessageJson;
import dev.baton.json.PartJson;
import java.time.Instant;
import java.util.Optional;

/// The model's rows in the columns of the schema. Of a moment that the model does not keep, only
/// that there was one is said.
final class RawRows {

  private static final String SOME_TIME = "some time";

  private RawRows() {}

  static JsonNode chat(ChatRow row) {
    var columns = JsonNodeFactory.instance.objectNode();
    columns.put("id", row.id().toString());
    columns.put("owner_id", row.ownerId().toString());
    columns.put("title", row.title);
    columns.put("status", row.status().wireName());
    columns.put("archived", row.archived());
    put(columns, "workspace_id", row.workspaceId);
    put(columns, "parent_chat_id", row.parentId);
    columns.put("root_chat_id", row.rootId.toString());
    columns.put("last_model_config_id", row.modelConfigId.toString());
    put(columns, "last_reasoning_effort", row.reasoningEffort);
    putJson(
        columns, "last_error", row.error.map(it -> Json.write(out -> ErrorJson.write(out, it))));
    var labels = columns.putObject("labels");
    row.labels.forEach(labels::put);
    columns.put("pin_order", row.pinOrder);
    columns.set("dynamic_tools", Json.parse(row.dynamicTools));
    columns.put("last_read_message_id", row.lastReadMessageId);
    put(columns, "created_at", row.createdAt);
    put(columns, "updated_at", row.updatedAt);
    put(columns, "worker_id", row.workerId());
    put(columns, "runner_id", row.runnerId());
    put(columns, "runnable_since", row.runnableSince);
    columns.put("queued_for_capacity", row.queuedForCapacity);
    columns.put("snapshot_version", row.snapshotVersion);
    columns.put("history_version", row.historyVersion);
    columns.put("queue_version", row.queueVersion);
    columns.put("retry_state_version", row.retryStateVersion);
    columns.put("generation_attempt", row.attempt);
    putJson(
        columns, "retry_state", row.retry.map(it -> Json.write(out -> ErrorJson.write(out, it))));
    put(columns, "retry_at", row.retryAt);
    columns.put("provider_failures", row.providerFailures);
    columns.put("owner_deaths", row.ownerDeaths);
    columns.put("steps", row.steps);
    put(columns, "requires_action_deadline_at", row.actionDeadline);
    put(columns, "compaction_requested_at", row.compactionRequestedAt);
    columns.put("context_from_id", row.contextFromId);
    return parsed(columns);
  }

  static JsonNode message(MessageRow row) {
    var message = row.message();
    var columns = JsonNodeFactory.instance.objectNode();
    columns.put("id", row.id());
    columns.put("chat_id", message.chatId().toString());
    columns.put("role", message.role().wireName());
    columns.set("content", Json.parse(PartJson.writeAll(message.content())));
    columns.put("hidden", row.hidden());
    columns.put("deleted", row.deleted());
    put(columns, "created_at", message.createdAt());
    put(columns, "created_by", message.createdBy());
    put(columns, "model_config_id", message.modelConfigId());
    columns.putNull("queued_message_id");
    message.queuedMessageId().ifPresent(id -> columns.put("queued_message_id", id));
    putJson(
        columns, "usage", message.usage().map(it -> Json.write(out -> MessageJson.write(out, it))));
    columns.put("revision", message.revision());
    columns.put("created_revision", row.createdRevision());
    return parsed(columns);
  }

  static JsonNode queued(QueuedRow row) {
    var message = row.message();
    var columns = JsonNodeFactory.instance.objectNode();
    columns.put("id", row.id());
    columns.put("chat_id", message.chatId().toString());
    columns.set("content", Json.parse(PartJson.writeAll(message.content())));
    put(columns, "model_config_id", message.modelConfigId());
    put(columns, "reasoning_effort", row.reasoningEffort());
    put(columns, "created_by", message.createdBy());
    put(columns, "created_at", message.createdAt());
    return parsed(columns);
  }

  static JsonNode call(ChatRow chat, ToolCallRow row) {
    var columns = JsonNodeFactory.instance.objectNode();
    columns.put("message_id", row.messageId());
    columns.put("call_index", row.index());
    columns.put("chat_id", chat.id().toString());
    columns.put("tool_call_id", row.call().toolCallId());
    columns.put("tool_name", row.call().toolName());
    columns.set("args", Json.parse(row.call().argsJson()));
    columns.put("client", row.isClients());
    columns.put("created_at", SOME_TIME);
    columns.put("started_at", row.started() ? SOME_TIME : null);
    columns.put("settled_at", row.settled() ? SOME_TIME : null);
    return parsed(columns);
  }

  private static void put(ObjectNode columns, String name, Instant at) {
    columns.put(name, at.toString());
  }

  private static void put(ObjectNode columns, String name, Optional<?> value) {
    columns.put(name, value.map(Object::toString).orElse(null));
  }

  private static void putJson(ObjectNode columns, String name, Optional<String> json) {
    columns.set(name, json.map(Json::parse).orElse(JsonNodeFactory.instance.nullNode()));
  }

  /// Numbers as they are read.
  private static JsonNode parsed(ObjectNode columns) {
    return Json.parse(columns.toString());
  }
}
