package dev.baton.model;

import static dev.baton.model.Requests.assistant;
import static dev.baton.model.Requests.text;
import static dev.baton.model.Requests.tool;
import static dev.baton.model.Requests.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptRepairsTest {

  @Test
  void a_sound_prompt_stays_as_it_is() {
    var prompt =
        List.of(
            user("go"),
            assistant(text("ok"), new Part.ToolCall("call_1-a", "ls", "{}")),
            tool(new Part.ToolResult("call_1-a", "ls", "{}", false)));

    assertThat(PromptRepairs.repair(prompt)).isEqualTo(prompt);
  }

  @Test
  void empty_texts_and_then_empty_messages_are_dropped() {
    var prompt = List.of(user(" \n"), user("go"), assistant(text("")), user("on"));

    assertThat(PromptRepairs.repair(prompt)).containsExactly(user("go"), user("on"));
  }

  @Test
  void a_call_and_its_result_keep_one_id_whatever_it_was() {
    var id = "functions.ls:0/" + "x".repeat(60);
    var repaired =
        PromptRepairs.repair(
            List.of(
                assistant(new Part.ToolCall(id, "ls", "{}")),
                tool(new Part.ToolResult(id, "ls", "{}", true))));
    var call = (Part.ToolCall) repaired.getFirst().content().getFirst();
    var result = (Part.ToolResult) repaired.getLast().content().getFirst();

    assertThat(call.toolCallId())
        .matches("functions_ls_0_[\\w-]+")
        .hasSize(40)
        .isEqualTo(result.toolCallId());
    assertThat(PromptRepairs.sanitized(id + "y")).isNotEqualTo(call.toolCallId());
  }

  @Test
  void an_answer_that_was_broken_off_is_followed_by_a_request_to_go_on() {
    var prompt = List.of(user("go"), assistant(text("half an ans")));

    assertThat(PromptRepairs.repair(prompt))
        .containsExactly(user("go"), assistant(text("half an ans")), user("Continue."));
  }
}
