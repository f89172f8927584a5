package dev.baton.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.chat.BusyBehavior;
import dev.baton.store.MessageQuery;
import dev.baton.store.NewMessage;
import dev.baton.store.ToolAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads what people say within a chat.
final class MessageDecoder {

  private MessageDecoder() {}

  static NewMessage newMessage(ObjectNode body) {
    var content = ContentDecoder.content(body);
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    var message =
        new NewMessage(
            content,
            busyBehavior(fields),
            fields.uuid("model_config_id"),
            fields.name("reasoning_effort", 32));
    validation.finish();
    return message;
  }

  private static BusyBehavior busyBehavior(Fields fields) {
    return switch (fields.text("busy_behavior").orElse("queue")) {
      case "queue" -> BusyBehavior.QUEUE;
      case "interrupt" -> BusyBehavior.INTERRUPT;
      default -> {
        fields.reject("busy_behavior", "must be \"queue\" or \"interrupt\".");
        yield BusyBehavior.QUEUE;
      }
    };
  }

  static MessageQuery query(Query query) {
    var before = query.number("before_id", 0, Long.MAX_VALUE);
    var after = query.number("after_id", 0, Long.MAX_VALUE);
    int limit = query.limit();
    if (before.isPresent() && after.isPresent() && after.getAsLong() >= before.getAsLong()) {
      query.reject("after_id", "must be less than before_id.");
    }
    query.finish();
    return new MessageQuery(before, after, limit);
  }

  static List<ToolAnswer> toolAnswers(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    var answers = new ArrayList<ToolAnswer>();
    var ids = new HashSet<String>();
    for (Fields result : fields.objects("results")) {
      answers.add(toolAnswer(result, ids));
    }
    if (fields.value("results").map(JsonNode::isEmpty).orElse(true)) {
      fields.reject("results", "is required and cannot be empty.");
    }
    validation.finish();
    return List.copyOf(answers);
  }

  private static ToolAnswer toolAnswer(Fields result, Set<String> ids) {
    String id = result.required("tool_call_id", result.text("tool_call_id")).orElse("");
    if (!ids.add(id)) {
      result.reject("tool_call_id", "is answered twice.");
    }
    if (!result.has("output")) {
      result.reject("output", "is required: any JSON value.");
    }
    return new ToolAnswer(
        id,
        result.value("output").map(JsonNode::toString).orElse("null"),
        result.flag("is_error").orElse(false));
  }
}
