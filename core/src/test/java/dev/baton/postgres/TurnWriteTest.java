package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.baton.chat.ChatState.Running;
import dev.baton.chat.ChatState.Waiting;
import dev.baton.chat.Decision.Move;
import dev.baton.chat.Draft;
import dev.baton.chat.Effect;
import dev.baton.chat.Part;
import dev.baton.chat.Usage;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TurnWriteTest {

  private static final Part.ToolCall A = new Part.ToolCall("a", "t", "{}");
  private static final Part.ToolCall B = new Part.ToolCall("b", "t", "{}");
  private static final Part.ToolCall C = new Part.ToolCall("c", "t", "{}");

  @Test
  void calls_keep_their_place_in_the_message() {
    var write =
        TurnWrite.of(
            move(
                new Effect.Append(List.of(step(A, new Part.Text("and"), B, C))),
                new Effect.OpenCalls(List.of(C, A), List.of(B)),
                new Effect.NextAttempt()));

    assertThat(write.intents())
        .containsExactly(
            new TurnWrite.Intent(0, A, false),
            new TurnWrite.Intent(1, B, true),
            new TurnWrite.Intent(2, C, false));
    assertThat(write.attempts()).isEqualTo(1);
    assertThat(write.steps()).isEqualTo(1);
  }

  @Test
  void a_call_that_the_message_does_not_ask_for_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            TurnWrite.of(
                move(
                    new Effect.Append(List.of(step(A))),
                    new Effect.OpenCalls(List.of(A, B), List.of()))));
  }

  @Test
  void results_are_no_steps() {
    var write =
        TurnWrite.of(
            move(
                new Effect.Append(
                    List.of(Draft.toolResult(new Part.ToolResult("a", "t", "1", false))))));

    assertThat(write.steps()).isZero();
    assertThat(write.touchesMessages()).isTrue();
  }

  @Test
  void a_move_depends_on_the_queue_if_it_takes_its_head_or_finds_it_empty() {
    assertThat(TurnWrite.of(move(new Effect.PromoteHead())).dependsOnQueue()).isTrue();
    assertThat(
            TurnWrite.of(new Move(new Waiting(), List.of(new Effect.Release()))).dependsOnQueue())
        .isTrue();
    assertThat(TurnWrite.of(move(new Effect.NextAttempt())).dependsOnQueue()).isFalse();
  }

  @Test
  void only_the_row_is_written_if_no_message_is() {
    assertThat(TurnWrite.of(move(new Effect.NextAttempt())).touchesMessages()).isFalse();
    assertThat(TurnWrite.of(move(new Effect.Append(List.of()))).touchesMessages()).isFalse();
  }

  @Test
  void an_effect_of_people_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TurnWrite.of(move(new Effect.ClearQueue())));
  }

  private static Move move(Effect... effects) {
    return new Move(new Running(1), List.of(effects));
  }

  private static Draft step(Part... parts) {
    return Draft.assistant(List.of(parts), new UUID(0, 1), Usage.UNKNOWN);
  }
}
