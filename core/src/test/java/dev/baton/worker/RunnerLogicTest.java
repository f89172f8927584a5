package dev.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cancellation.Cause;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.RunnerId;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import dev.baton.store.TurnState;
import dev.baton.worker.RunnerLogic.Next;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunnerLogicTest {

  private static final Versions NOW = new Versions(10, 8, 6, 0, 1);
  private static final Versions LATER = new Versions(11, 8, 6, 0, 1);

  private final ChatId chat = ChatId.random();
  private final UserId owner = UserId.random();
  private final RunnerId me = RunnerId.random();

  @ParameterizedTest
  @CsvSource({
    "RUNNING,         false, ADVANCE",
    "RUNNING,         true,  RELEASE",
    "INTERRUPTING,    false, FINISH_INTERRUPTION",
    "INTERRUPTING,    true,  FINISH_INTERRUPTION",
    "REQUIRES_ACTION, false, AWAIT_CLIENT",
    "REQUIRES_ACTION, true,  RELEASE",
    "WAITING,         false, RELEASE",
    "ERROR,           false, RELEASE",
  })
  void the_row_decides_what_is_next(ChatStatus status, boolean draining, Next next) {
    assertThat(RunnerLogic.next(row(status), me, true, draining)).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING,         RELEASE",
    "INTERRUPTING,    FINISH_INTERRUPTION",
    "REQUIRES_ACTION, AWAIT_CLIENT",
  })
  void a_chat_that_was_taken_without_a_slot_is_not_run(ChatStatus status, Next next) {
    assertThat(RunnerLogic.next(row(status), me, false, false)).isEqualTo(next);
  }

  @Test
  void a_chat_of_another_runner_is_left_alone() {
    assertThat(RunnerLogic.next(row(ChatStatus.RUNNING), RunnerId.random(), true, false))
        .isEqualTo(Next.LEAVE);
  }

  @Test
  void an_interrupt_ends_the_activity() {
    assertThat(cause(ChatStatus.RUNNING, hint(LATER, ChatStatus.INTERRUPTING, me)))
        .contains(Cause.INTERRUPTED);
  }

  @Test
  void a_stale_interrupt_says_nothing() {
    assertThat(cause(ChatStatus.RUNNING, hint(NOW, ChatStatus.INTERRUPTING, me))).isEmpty();
  }

  @Test
  void a_queued_message_does_not_end_the_activity() {
    var queued = new Versions(11, 8, 11, 0, 1);
    assertThat(cause(ChatStatus.RUNNING, hint(queued, ChatStatus.RUNNING, me))).isEmpty();
  }

  @Test
  void an_edit_supersedes_the_activity() {
    var edited = new Versions(11, 11, 11, 0, 0);
    assertThat(cause(ChatStatus.RUNNING, hint(edited, ChatStatus.RUNNING, me)))
        .contains(Cause.SUPERSEDED);
  }

  @Test
  void a_takeover_supersedes_the_activity() {
    assertThat(cause(ChatStatus.RUNNING, hint(LATER, ChatStatus.RUNNING, RunnerId.random())))
        .contains(Cause.SUPERSEDED);
  }

  @Test
  void results_of_the_client_end_the_wait_for_them() {
    var answered = new Versions(11, 11, 6, 0, 0);
    assertThat(cause(ChatStatus.REQUIRES_ACTION, hint(answered, ChatStatus.RUNNING, me)))
        .contains(Cause.SUPERSEDED);
  }

  private Optional<Cause> cause(ChatStatus status, Hint hint) {
    return RunnerLogic.cause(row(status), me, hint);
  }

  private Hint hint(Versions versions, ChatStatus status, RunnerId runner) {
    return new Hint(
        Hint.Kind.CHANGED,
        chat,
        owner,
        versions,
        status,
        false,
        Optional.of(WorkerId.random()),
        Optional.of(runner));
  }

  private TurnState row(ChatStatus status) {
    return new TurnState(
        chat,
        owner,
        Optional.of(WorkerId.random()),
        Optional.of(me),
        status,
        false,
        NOW,
        0,
        UUID.randomUUID(),
        Optional.empty(),
        "[]",
        new TurnState.Counters(0, 0, 0),
        Optional.empty(),
        Optional.empty());
  }
}
