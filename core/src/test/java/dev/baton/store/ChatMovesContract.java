package dev.baton.store;

import static dev.baton.store.StoreUnderTest.await;
import static dev.baton.store.StoreUnderTest.call;
import static dev.baton.store.StoreUnderTest.message;
import static dev.baton.store.StoreUnderTest.result;
import static dev.baton.store.StoreUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.BusyBehavior;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatError;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatMachine;
import dev.baton.chat.ChatState;
import dev.baton.chat.Decision;
import dev.baton.chat.Draft;
import dev.baton.chat.Effect;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.Retry;
import dev.baton.chat.Role;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// Every command in every state, through the stores: the row lands where the machine says, versions
/// move with what they stand for and with nothing else, exactly one hint tells of it, and what is
/// refused leaves no trace.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ChatMovesContract {

  private final StoreUnderTest baton;

  protected ChatMovesContract(StoreUnderTest baton) {
    this.baton = baton;
  }

  private static final List<String> STATES =
      List.of("W", "E0", "E1", "R0", "R1", "I0", "I1", "A0", "A1", "XW", "XE0", "XE1", "?1");

  /// Ids that a command needs are found in the chat: its first message, the head of its queue.
  private record Asked(long messageId, long queuedId) {}

  private record Request(String name, Function<Asked, ChatCommand.Request> command, Call call) {}

  private interface Call {
    Future<?> on(ChatId chat, Asked asked);
  }

  private List<Request> requests() {
    return List.of(
        new Request(
            "send",
            _ -> send(BusyBehavior.QUEUE),
            (chat, _) -> baton.chats.send(baton.ann, chat, message("new"))),
        new Request(
            "send, interrupting",
            _ -> send(BusyBehavior.INTERRUPT),
            (chat, _) -> baton.chats.send(baton.ann, chat, message("new", BusyBehavior.INTERRUPT))),
        new Request(
            "edit",
            asked -> new ChatCommand.Edit(asked.messageId(), draft()),
            (chat, asked) -> baton.chats.edit(baton.ann, chat, asked.messageId(), text("new"))),
        new Request(
            "edit queued",
            asked -> new ChatCommand.EditQueued(asked.queuedId(), text("new")),
            (chat, asked) ->
                baton.chats.editQueued(baton.ann, chat, asked.queuedId(), text("new"))),
        new Request(
            "delete queued",
            asked -> new ChatCommand.DeleteQueued(asked.queuedId()),
            (chat, asked) -> baton.chats.deleteQueued(baton.ann, chat, asked.queuedId())),
        new Request(
            "promote",
            asked -> new ChatCommand.Promote(asked.queuedId()),
            (chat, asked) -> baton.chats.promote(baton.ann, chat, asked.queuedId())),
        new Request(
            "interrupt",
            _ -> new ChatCommand.Interrupt(),
            (chat, _) -> baton.chats.interrupt(baton.ann, chat)),
        new Request(
            "retry",
            _ -> new ChatCommand.RetryTurn(),
            (chat, _) -> baton.chats.retry(baton.ann, chat)),
        new Request(
            "submit tool results",
            _ -> new ChatCommand.CompleteRequiresAction(List.of(result(call("theirs")))),
            (chat, _) ->
                baton.chats.submitToolResults(
                    baton.ann, chat, List.of(new ToolAnswer("theirs", "1", false)))),
        new Request(
            "archive",
            _ -> new ChatCommand.Archive(),
            (chat, _) -> baton.chats.update(baton.ann, chat, StoreUnderTest.archiving(true))));
  }

  private List<ChatCommand.Work> work() {
    return List.of(
        new ChatCommand.BeginAttempt(),
        new ChatCommand.RecordRetry(
            new Retry(
                1,
                1,
                "e",
                ErrorKind.TIMEOUT,
                Optional.empty(),
                OptionalInt.empty(),
                Instant.EPOCH)),
        new ChatCommand.CommitCalls(baton.calling(call("mine")), List.of(call("mine")), List.of()),
        new ChatCommand.CommitResults(List.of(result(call("mine")))),
        new ChatCommand.EnterRequiresAction(List.of(result(call("mine"))), StoreUnderTest.MINUTE),
        new ChatCommand.CancelRequiresAction(),
        new ChatCommand.FinishTurn(List.of(baton.answer("done"))),
        new ChatCommand.FinishInterruption(List.of(baton.answer("half"))),
        new ChatCommand.FinishError(ChatError.of(ErrorKind.AUTH, "no")));
  }

  @AfterAll
  void stop() {
    baton.close();
  }

  @TestFactory
  Stream<DynamicTest> a_request_moves_the_row_as_the_machine_says() {
    return STATES.stream()
        .flatMap(state ->
            requests().stream()
                .map(request ->
                    DynamicTest.dynamicTest(
                        request.name() + " in " + state, () -> check(state, request))));
  }

  @TestFactory
  Stream<DynamicTest> a_workers_command_moves_the_row_as_the_machine_says() {
    return STATES.stream()
        .filter(state -> "RIA".contains(state.substring(0, 1)))
        .flatMap(state ->
            work().stream()
                .map(work ->
                    DynamicTest.dynamicTest(
                        work.getClass().getSimpleName() + " in " + state,
                        () -> check(state, work))));
  }

  private void check(String state, Request request) {
    var chat = baton.in(state);
    var asked = new Asked(baton.messages(chat).getFirst().id(), queuedId(chat));
    var before = seen(chat);
    baton.hints.clear();

    var failure = catchThrowable(() -> await(request.call().on(chat, asked)));

    switch (ChatMachine.decide(before.turn().state(), request.command().apply(asked))) {
      case Decision.Move move -> checkMoved(move, before, failure);
      case Decision.Stay _ -> checkUntouched(before, failure, Optional.empty());
      case Decision.Refused _ -> checkUntouched(before, failure, Optional.of(StoreException.class));
    }
  }

  private void check(String state, ChatCommand.Work work) {
    var chat = baton.in(state);
    var before = seen(chat);
    baton.hints.clear();

    var failure = catchThrowable(() -> await(baton.turns.commit(before.turn(), work)));

    switch (ChatMachine.decide(before.turn().state(), work)) {
      case Decision.Move move -> checkMoved(move, before, failure);
      case Decision.Stay _ -> throw new AssertionError("a worker's command that stays");
      case Decision.Refused _ ->
          checkUntouched(before, failure, Optional.of(IllegalArgumentException.class));
    }
  }

  private void checkMoved(Decision.Move move, Seen before, Throwable failure) {
    var after = seen(before.turn().chatId());
    assertThat(failure).isNull();
    assertThat(after.turn().state().label()).isEqualTo(move.next().label());
    var was = before.turn().versions();
    var is = after.turn().versions();
    assertThat(is.snapshot()).isEqualTo(was.snapshot() + 1);
    assertThat(is.history())
        .isEqualTo(after.messages().equals(before.messages()) ? was.history() : is.snapshot());
    boolean queueMoved =
        !after.queue().equals(before.queue())
            || move.effects().stream().anyMatch(ChatMovesContract::movesTheQueue);
    assertThat(is.queue()).isEqualTo(queueMoved ? is.snapshot() : was.queue());
    assertThat(baton.hints)
        .singleElement()
        .satisfies(hint -> {
          assertThat(hint.versions()).isEqualTo(is);
          assertThat(hint.status()).isEqualTo(after.turn().status());
          assertThat(hint.runnerId()).isEqualTo(after.turn().runnerId());
        });
    checkSound(after.turn());
  }

  /// Even if the queue then is as it was.
  private static boolean movesTheQueue(Effect effect) {
    return effect instanceof Effect.Enqueue || effect instanceof Effect.MoveToHead;
  }

  private void checkUntouched(
      Seen before, Throwable failure, Optional<Class<? extends Throwable>> expected) {
    expected.ifPresentOrElse(
        type -> assertThat(failure).isInstanceOf(type), () -> assertThat(failure).isNull());
    assertThat(seen(before.turn().chatId())).isEqualTo(before);
    assertThat(baton.hints).isEmpty();
  }

  /// What holds in every state that the stores bring about.
  private void checkSound(TurnState row) {
    assertThat(row.state()).isNotInstanceOf(ChatState.Invalid.class);
    if (!row.status().isRunnable()) {
      assertThat(row.runnerId()).isEmpty();
    }
    var history = baton.history(row.chatId());
    if (history.messages().getLast().role() == Role.USER
        || row.state() instanceof ChatState.Waiting) {
      assertThat(history.openCalls()).isEmpty();
    }
  }

  private long queuedId(ChatId chat) {
    var queue =
        await(baton.streams.read(chat, Optional.empty(), Optional.empty())).orElseThrow().queue();
    return queue.orElseThrow().isEmpty() ? 1 : queue.get().getFirst().id();
  }

  private ChatCommand.Send send(BusyBehavior busy) {
    return new ChatCommand.Send(draft(), busy);
  }

  private Draft draft() {
    return Draft.user(text("new"), baton.ann.id(), Optional.empty());
  }

  /// Clocks are left out.
  private Seen seen(ChatId chat) {
    var turn = baton.state(chat);
    var raw = baton.raw(chat);
    return new Seen(
        new TurnState(
            turn.chatId(),
            turn.ownerId(),
            turn.workerId(),
            turn.runnerId(),
            turn.status(),
            turn.archived(),
            turn.versions(),
            turn.queued(),
            turn.modelConfigId(),
            turn.reasoningEffort(),
            turn.dynamicTools(),
            turn.counters(),
            Optional.empty(),
            Optional.empty()),
        raw.messages(),
        raw.queue());
  }

  /// A chat with all that belongs to it, deleted rows included.
  private record Seen(TurnState turn, List<JsonNode> messages, List<JsonNode> queue) {}
}
