package dev.baton.model.openai;

import static dev.baton.model.Requests.ask;
import static dev.baton.model.Requests.assistant;
import static dev.baton.model.Requests.system;
import static dev.baton.model.Requests.text;
import static dev.baton.model.Requests.tool;
import static dev.baton.model.Requests.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.Part;
import dev.baton.chat.Role;
import dev.baton.json.Json;
import dev.baton.model.Attachment;
import dev.baton.model.ModelRequest;
import dev.baton.model.PromptMessage;
import dev.baton.model.ProviderType;
import dev.baton.model.ToolSpec;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

  private static final RequestBody COMPATIBLE =
      new RequestBody("llama", ProviderType.OPENAI_COMPAT);
  private static final RequestBody OPENAI = new RequestBody("gpt-5", ProviderType.OPENAI);

  private static JsonNode written(RequestBody body, ModelRequest request) {
    return Json.parse(new String(body.write(request), StandardCharsets.UTF_8));
  }

  private static JsonNode messages(PromptMessage... prompt) {
    return written(COMPATIBLE, ask("{}", prompt)).path("messages");
  }

  @Test
  void a_plain_question_says_no_more_than_it_must() {
    assertThat(written(COMPATIBLE, ask("hi")))
        .isEqualTo(
            Json.parse(
                """
                {"model": "llama", "messages": [{"role": "user", "content": "hi"}],
                 "stream": true, "stream_options": {"include_usage": true}}\
                """));
  }

  @Test
  void only_openai_itself_is_given_an_output_limit_by_default() {
    assertThat(written(OPENAI, ask("hi")).path("max_completion_tokens").asInt()).isEqualTo(32_000);
    assertThat(written(OPENAI, ask("hi")).has("max_tokens")).isFalse();
  }

  @Test
  void what_the_request_asks_for_is_written() {
    var request =
        new ModelRequest(
            List.of(user("hi")),
            List.of(
                new ToolSpec(
                    "read",
                    "Reads.",
                    "{\"type\": \"object\", \"$defs\": {\"p\": {\"const\": null}}, \"required\": []}")),
            OptionalInt.of(100),
            OptionalDouble.of(0.5),
            Optional.of("low"),
            """
            {"top_p": 0.9, "presence_penalty": 1, "cost": {"input": 1}, "provider_options": {
              "openai-compat": {"user": "u", "model": "evil", "nested": {"a": [1, null]}},
              "openai": {"store": true}}}\
            """,
            1);
    var body = written(COMPATIBLE, request);

    assertThat(body.path("max_tokens").asInt()).isEqualTo(100);
    assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(body.path("reasoning_effort").asText()).isEqualTo("low");
    assertThat(body.path("top_p").asDouble()).isEqualTo(0.9);
    assertThat(body.path("presence_penalty").asDouble()).isEqualTo(1.0);
    assertThat(body.path("user").asText()).isEqualTo("u");
    assertThat(body.path("nested")).isEqualTo(Json.parse("{\"a\": [1, null]}"));
    assertThat(body.path("model").asText()).isEqualTo("llama");
    assertThat(body.has("store")).isFalse();
    assertThat(body.path("tools"))
        .isEqualTo(
            Json.parse(
                """
                [{"type": "function", "function": {"name": "read", "description": "Reads.",
                  "parameters": {"type": "object", "$defs": {"p": {"const": null}},
                    "required": []}}}]\
                """));
  }

  @Test
  void calls_and_their_results_are_written_in_order() {
    var messages =
        messages(
            system("be brief"),
            user("go"),
            assistant(
                new Part.Reasoning("hm", Optional.empty()),
                text("I look."),
                new Part.ToolCall("a", "ls", "{\"p\":1}"),
                new Part.ToolCall("b", "now", "{}")),
            tool(new Part.ToolResult("a", "ls", "{\"files\":[]}", false)),
            tool(new Part.ToolResult("b", "now", "\"noon \\\"sharp\\\"\"", false)));

    assertThat(messages)
        .isEqualTo(
            Json.parse(
                """
                [{"role": "system", "content": "be brief"},
                 {"role": "user", "content": "go"},
                 {"role": "assistant", "content": "I look.", "tool_calls": [
                   {"id": "a", "type": "function",
                    "function": {"name": "ls", "arguments": "{\\"p\\":1}"}},
                   {"id": "b", "type": "function",
                    "function": {"name": "now", "arguments": "{}"}}]},
                 {"role": "tool", "tool_call_id": "a", "content": "{\\"files\\":[]}"},
                 {"role": "tool", "tool_call_id": "b", "content": "noon \\"sharp\\""}]\
                """));
  }

  @Test
  void an_answer_of_thoughts_alone_is_left_out() {
    var thoughts = assistant(new Part.Reasoning("hm", Optional.empty()));

    assertThat(messages(user("a"), thoughts, user("b"))).hasSize(2);
  }

  @Test
  void quoted_files_are_written_with_their_lines() {
    var message =
        new PromptMessage(
            Role.USER,
            List.of(
                text("See"),
                new Part.FileReference("A.java", 3, 4, "int a;\nint b;"),
                new Part.File(new UUID(0, 0), "image/png", "a.png")));

    assertThat(messages(message).path(0).path("content").asText())
        .isEqualTo(
            "See\n\nA.java, lines 3-4:\n```\nint a;\nint b;\n```\n\n[attached file: a.png, image/png]");
  }

  @Test
  void attached_images_and_documents_go_beside_the_text_and_texts_into_it() {
    var image = new Part.File(new UUID(0, 1), "image/png", "a.png");
    var pdf = new Part.File(new UUID(0, 2), "application/pdf", "b.pdf");
    var note = new Part.File(new UUID(0, 3), "text/plain", "c.txt");
    var attachments =
        Map.of(
            image.fileId(), new Attachment("image/png", "a.png", Buffer.buffer("png")),
            pdf.fileId(), new Attachment("application/pdf", "b.pdf", Buffer.buffer("pdf")),
            note.fileId(), new Attachment("text/plain", "c.txt", Buffer.buffer("note")));
    var prompt = new PromptMessage(Role.USER, List.of(text("See"), image, pdf, note));
    var request =
        new ModelRequest(
            List.of(prompt),
            attachments,
            List.of(),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            "{}",
            1,
            Optional.empty());

    assertThat(written(COMPATIBLE, request).at("/messages/0/content"))
        .isEqualTo(
            Json.parse(
                """
                [{"type": "text", "text": "See"},
                 {"type": "image_url",
                  "image_url": {"url": "data:image/png;base64,cG5n"}},
                 {"type": "file",
                  "file": {"file_data": "data:application/pdf;base64,cGRm", "filename": "b.pdf"}},
                 {"type": "text", "text": "c.txt:\\n```\\nnote\\n```"}]\
                """));
  }

  @Test
  void wrong_settings_are_named() {
    assertThatThrownBy(() -> COMPATIBLE.write(ask("{\"top_p\": \"x\"}", user("hi"))))
        .hasMessage("model_config.top_p must be a number");
    assertThatThrownBy(
            () -> OPENAI.write(ask("{\"provider_options\": {\"openai\": []}}", user("hi"))))
        .hasMessage("model_config.provider_options.openai must be an object");
  }
}
