package dev.baton.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.baton.chat.Chat;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// A chat as people see it.
public final class ChatJson {

  private ChatJson() {}

  public static void write(JsonGenerator out, Chat chat) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", chat.id().toString());
    out.writeStringField("owner_id", chat.ownerId().toString());
    out.writeStringField("title", chat.title());
    out.writeStringField("status", chat.status().wireName());
    out.writeBooleanField("archived", chat.archived());
    write(out, "worker_id", chat.workerId());
    write(out, "workspace_id", chat.workspaceId());
    write(out, "parent_chat_id", chat.parentChatId());
    out.writeStringField("root_chat_id", chat.rootChatId().toString());
    out.writeStringField("last_model_config_id", chat.lastModelConfigId().toString());
    if (chat.lastError().isPresent()) {
      out.writeFieldName("last_error");
      ErrorJson.write(out, chat.lastError().get());
    }
    writeLabels(out, chat.labels());
    out.writeNumberField("pin_order", chat.pinOrder());
    out.writeStringField("created_at", chat.createdAt().toString());
    out.writeStringField("updated_at", chat.updatedAt().toString());
    out.writeNumberField("snapshot_version", chat.versions().snapshot());
    out.writeNumberField("history_version", chat.versions().history());
    out.writeNumberField("queue_version", chat.versions().queue());
    out.writeNumberField("generation_attempt", chat.versions().attempt());
    out.writeBooleanField("has_unread", chat.hasUnread());
    out.writeBooleanField("queued_for_capacity", chat.queuedForCapacity());
    out.writeEndObject();
  }

  private static void writeLabels(JsonGenerator out, Map<String, String> labels)
      throws IOException {
    out.writeObjectFieldStart("labels");
    for (var label : labels.entrySet()) {
      out.writeStringField(label.getKey(), label.getValue());
    }
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, String field, Optional<?> id) throws IOException {
    if (id.isPresent()) {
      out.writeStringField(field, id.get().toString());
    }
  }
}
