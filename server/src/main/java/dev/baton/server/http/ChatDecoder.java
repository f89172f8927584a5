package dev.baton.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.store.ChatPatch;
import dev.baton.store.ChatQuery;
import dev.baton.store.NewChat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Reads what people say about chats as a whole.
final class ChatDecoder {

  private static final int LONGEST_TITLE = 200;

  private ChatDecoder() {}

  static NewChat newChat(ObjectNode body) {
    var content = ContentDecoder.content(body);
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    refuseMcpServers(fields);
    var chat =
        new NewChat(
            content,
            fields.name("title", LONGEST_TITLE),
            fields.uuid("model_config_id"),
            workspace(fields),
            Optional.empty(),
            labels(fields).orElse(Map.of()),
            fields.text("system_prompt").filter(prompt -> !prompt.isBlank()),
            DynamicTools.json(fields));
    validation.finish();
    return chat;
  }

  static ChatPatch patch(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    var patch =
        new ChatPatch(
            fields.name("title", LONGEST_TITLE),
            fields.flag("archived"),
            fields.integer("pin_order", 0, Integer.MAX_VALUE),
            labels(fields),
            workspace(fields));
    validation.finish();
    return patch;
  }

  static ChatQuery query(Query query) {
    var chats =
        new ChatQuery(
            query.text("q"),
            query.flag("archived"),
            query.pairs("label"),
            query.limit(),
            query.text("after"));
    query.finish();
    return chats;
  }

  private static Optional<Map<String, String>> labels(Fields fields) {
    return fields.texts("labels", 50, 64, 256);
  }

  /// There are none in this version.
  private static Optional<UUID> workspace(Fields fields) {
    if (fields.uuid("workspace_id").isPresent()) {
      throw fields.refusal(
          "workspace_id", "Workspace not found or you do not have access to this resource.");
    }
    return Optional.empty();
  }

  private static void refuseMcpServers(Fields fields) {
    String field = "mcp_server_ids";
    var ids = fields.value(field);
    if (ids.filter(node -> !node.isArray()).isPresent()) {
      fields.reject(field, "must be an array of UUIDs.");
    } else if (!ids.map(JsonNode::isEmpty).orElse(true)) {
      fields.reject(field, "MCP servers are not available in this version.");
    }
  }
}
