package dev.baton.postgres;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.baton.chat.Draft;
import dev.baton.chat.Part;
import dev.baton.json.Json;
import dev.baton.json.MessageJson;
import dev.baton.json.PartJson;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// New messages as one parameter: a JSON array for `jsonb_to_recordset`, in columns of
/// `chat_messages`.
final class DraftJson {

  private DraftJson() {}

  static String writeAll(List<Draft> drafts) {
    return Json.write(out -> {
      out.writeStartArray();
      for (Draft draft : drafts) {
        write(out, draft);
      }
      out.writeEndArray();
    });
  }

  private static void write(JsonGenerator out, Draft draft) throws IOException {
    out.writeStartObject();
    out.writeStringField("role", draft.role().wireName());
    out.writeFieldName("content");
    PartJson.writeAll(out, draft.content());
    out.writeBooleanField("hidden", draft.hidden());
    if (draft.createdBy().isPresent()) {
      out.writeStringField("created_by", draft.createdBy().get().toString());
    }
    if (draft.modelConfigId().isPresent()) {
      out.writeStringField("model_config_id", draft.modelConfigId().get().toString());
    }
    if (draft.usage().isPresent()) {
      out.writeFieldName("usage");
      MessageJson.write(out, draft.usage().get());
    }
    out.writeEndObject();
  }

  /// The calls that these messages answer.
  static String[] answeredCalls(List<Draft> drafts) {
    return drafts.stream()
        .flatMap(draft -> draft.content().stream())
        .flatMap(
            part -> part instanceof Part.ToolResult result ? Stream.of(result) : Stream.empty())
        .map(Part.ToolResult::toolCallId)
        .toArray(String[]::new);
  }
}
