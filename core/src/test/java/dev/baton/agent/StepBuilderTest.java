package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatId;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.Part;
import dev.baton.chat.Role;
import dev.baton.chat.Usage;
import dev.baton.chat.WorkerId;
import dev.baton.model.ModelEvent;
import dev.baton.parts.LocalParts;
import dev.baton.parts.PartsConfig;
import dev.baton.time.VirtualScheduler;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StepBuilderTest {

  private static final UUID MODEL = new UUID(0, 1);

  private final StepBuilder step =
      new StepBuilder(
          new LocalParts(PartsConfig.DEFAULTS, new VirtualScheduler(), () -> true)
              .open(new EpisodeId(ChatId.random(), 1, 1), WorkerId.random()));

  @Test
  void deltas_become_blocks_in_the_order_of_the_model() {
    tell(new ModelEvent.ReasoningDelta("Let me "), new ModelEvent.ReasoningDelta("think."));
    tell(new ModelEvent.TextDelta("Here "), new ModelEvent.TextDelta("goes."));
    tell(new ModelEvent.ToolCallDelta("c", "clock", "{}"));
    tell(new ModelEvent.ToolCall("c", "clock", "{}"));
    tell(new ModelEvent.TextDelta("Done."));
    finish();
    assertThat(step.content())
        .containsExactly(
            new Part.Reasoning("Let me think.", Optional.empty()),
            new Part.Text("Here goes."),
            new Part.ToolCall("c", "clock", "{}"),
            new Part.Text("Done."));
  }

  @Test
  void calls_of_one_answer_that_share_an_id_are_kept_apart() {
    tell(new ModelEvent.ToolCall("c", "a", "{}"), new ModelEvent.ToolCall("c", "b", "{}"));
    assertThat(step.calls()).extracting(Part.ToolCall::toolCallId).containsExactly("c", "c-2");
  }

  @Test
  void arguments_that_are_no_json_and_text_that_cannot_be_stored_are_made_storable() {
    tell(new ModelEvent.TextDelta("a\0b"));
    tell(new ModelEvent.ToolCall("c", "a", "{\"x\": "), new ModelEvent.ToolCall("d", "b", ""));
    assertThat(step.content())
        .containsExactly(
            new Part.Text("a␀b"),
            new Part.ToolCall("c", "a", "\"{\\\"x\\\": \""),
            new Part.ToolCall("d", "b", "{}"));
  }

  @Test
  void an_interruption_keeps_what_was_said_and_answers_each_call() {
    tell(new ModelEvent.TextDelta("Half a sen"), new ModelEvent.ToolCall("c", "clock", "{}"));
    tell(new ModelEvent.TextDelta("tence"));
    var drafts = step.partial(MODEL);
    assertThat(drafts).extracting(draft -> draft.role()).containsExactly(Role.ASSISTANT, Role.TOOL);
    assertThat(drafts.getFirst().content()).hasSize(3);
    assertThat(((Part.ToolResult) drafts.getLast().content().getFirst()).isError()).isTrue();
  }

  @Test
  void a_step_without_a_word_is_no_message() {
    finish();
    assertThat(step.message(MODEL, Usage.UNKNOWN)).isEmpty();
    assertThat(step.partial(MODEL)).isEmpty();
  }

  private void tell(ModelEvent... events) {
    for (ModelEvent event : events) {
      step.accept(event);
    }
  }

  private void finish() {
    tell(new ModelEvent.Finished(ModelEvent.FinishReason.STOP, Usage.UNKNOWN));
  }
}
