package dev.baton.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import dev.baton.json.ErrorJson;
import dev.baton.json.MessageJson;
import dev.baton.json.PartJson;
import dev.baton.parts.LivePart;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Events as JSON objects, in UTF-8. Fields lie flat beside `type`.
final class EventEncoder {

  private static final JsonFactory JSON = new JsonFactory();

  private EventEncoder() {}

  /// An event and its bytes, made once however many watchers it goes to.
  record Encoded(StreamEvent event, Buffer json) {}

  static List<Encoded> encode(List<StreamEvent> events) {
    return events.stream().map(EventEncoder::encode).toList();
  }

  static Encoded encode(StreamEvent event) {
    return new Encoded(event, write(out -> write(out, event)));
  }

  /// Writes one value.
  @FunctionalInterface
  interface Writer {
    void write(JsonGenerator out) throws IOException;
  }

  static Buffer write(Writer writer) {
    try (var bytes = new ByteArrayBuilder()) {
      try (var out = JSON.createGenerator(bytes)) {
        writer.write(out);
      }
      return Buffer.buffer(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("encode an event", e);
    }
  }

  private static void write(JsonGenerator out, StreamEvent event) throws IOException {
    out.writeStartObject();
    switch (event) {
      case StreamEvent.Committed(var message) -> {
        out.writeStringField("type", "message");
        out.writeFieldName("message");
        MessageJson.write(out, message);
      }
      case StreamEvent.Live live -> writeLive(out, live);
      case StreamEvent.Status(var status, var workerId) -> {
        out.writeStringField("type", "status");
        out.writeStringField("status", status.wireName());
        if (workerId.isPresent()) {
          out.writeStringField("worker_id", workerId.get().toString());
        }
      }
      case StreamEvent.Queue(var messages) -> {
        out.writeStringField("type", "queue_update");
        writeQueue(out, messages);
      }
      case StreamEvent.Failed(var error) -> {
        out.writeStringField("type", "error");
        out.writeFieldName("error");
        ErrorJson.write(out, error);
      }
      case StreamEvent.Retrying(var retry) -> {
        out.writeStringField("type", "retry");
        out.writeFieldName("retry");
        ErrorJson.write(out, retry);
      }
      case StreamEvent.ActionRequired(var calls) -> {
        out.writeStringField("type", "action_required");
        out.writeObjectFieldStart("action_required");
        writeCalls(out, calls);
        out.writeEndObject();
      }
      case StreamEvent.PreviewReset() -> out.writeStringField("type", "preview_reset");
      case StreamEvent.HistoryReset() -> out.writeStringField("type", "history_reset");
      case StreamEvent.Synced(var position) -> {
        out.writeStringField("type", "synced");
        out.writeNumberField("history_version", position.historyVersion());
        out.writeNumberField("generation_attempt", position.attempt());
        out.writeNumberField("seq", position.seq());
      }
    }
    out.writeEndObject();
  }

  private static void writeLive(JsonGenerator out, StreamEvent.Live live) throws IOException {
    out.writeStringField("type", "message_part");
    out.writeStringField("worker_id", live.workerId().toString());
    out.writeNumberField("history_version", live.episode().historyVersion());
    out.writeNumberField("generation_attempt", live.episode().attempt());
    out.writeNumberField("seq", live.stretch().seq());
    if (live.stretch().count() > 1) {
      out.writeNumberField("count", live.stretch().count());
    }
    out.writeStringField("role", live.stretch().part().role().wireName());
    out.writeFieldName("part");
    writePart(out, live.stretch().part());
  }

  private static void writePart(JsonGenerator out, LivePart part) throws IOException {
    switch (part) {
      case LivePart.Text(var text) -> {
        out.writeStartObject();
        out.writeStringField("type", "text");
        out.writeStringField("text", text);
        out.writeEndObject();
      }
      case LivePart.Reasoning(var text) -> {
        out.writeStartObject();
        out.writeStringField("type", "reasoning");
        out.writeStringField("text", text);
        out.writeEndObject();
      }
      case LivePart.CallArgs(var id, var name, var text) -> {
        out.writeStartObject();
        out.writeStringField("type", "tool-call");
        out.writeStringField("tool_call_id", id);
        out.writeStringField("tool_name", name);
        out.writeStringField("args_delta", text);
        out.writeEndObject();
      }
      case LivePart.Output(var id, var name, var text) -> {
        out.writeStartObject();
        out.writeStringField("type", "tool-result");
        out.writeStringField("tool_call_id", id);
        out.writeStringField("tool_name", name);
        out.writeStringField("result_delta", text);
        out.writeEndObject();
      }
      case LivePart.Whole(var whole) -> PartJson.write(out, whole);
    }
  }

  private static void writeQueue(JsonGenerator out, List<QueuedMessage> messages)
      throws IOException {
    out.writeArrayFieldStart("queued_messages");
    for (QueuedMessage message : messages) {
      MessageJson.write(out, message);
    }
    out.writeEndArray();
  }

  private static void writeCalls(JsonGenerator out, List<Part.ToolCall> calls) throws IOException {
    out.writeArrayFieldStart("tool_calls");
    for (Part.ToolCall call : calls) {
      out.writeStartObject();
      out.writeStringField("tool_call_id", call.toolCallId());
      out.writeStringField("tool_name", call.toolName());
      out.writeFieldName("args");
      out.writeRawValue(call.argsJson());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
