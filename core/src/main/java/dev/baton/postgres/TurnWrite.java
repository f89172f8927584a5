package dev.baton.postgres;

import dev.baton.chat.ChatError;
import dev.baton.chat.ChatState;
import dev.baton.chat.Decision;
import dev.baton.chat.Draft;
import dev.baton.chat.Effect;
import dev.baton.chat.Part;
import dev.baton.chat.Retry;
import dev.baton.chat.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one move of a worker writes, collected from the move's effects. Pure; [TurnStatement] makes
/// it one statement. Messages are written in this order: `appended`, an answer to each open call,
/// the head of the queue.
///
/// @param answer why calls are left without a result, if open ones are to be answered
/// @param intents of the message appended last, in call order
/// @param attempts 1 if an episode begins, else 0
record TurnWrite(
    ChatState next,
    List<Draft> appended,
    Optional<String> answer,
    boolean promotesHead,
    List<Intent> intents,
    int attempts,
    Optional<Retry> retry,
    Optional<ChatError> error,
    Optional<Duration> actionTimeout,
    boolean forgetsHistory,
    boolean releases) {

  /// A call that is about to be executed, here or by the client.
  ///
  /// @param index its place among the calls of its message, from 0
  record Intent(int index, Part.ToolCall call, boolean isClients) {}

  static TurnWrite of(Decision.Move move) {
    var collected = new Collected();
    move.effects().forEach(collected::add);
    return collected.write(move.next());
  }

  /// Whether the move is another one if a message was queued in the meantime.
  boolean dependsOnQueue() {
    return promotesHead || next instanceof ChatState.Waiting;
  }

  /// Whether messages are read or written, or only the chat's row.
  boolean touchesMessages() {
    return !appended.isEmpty() || answer.isPresent() || promotesHead;
  }

  /// Model answers among the messages.
  int steps() {
    return (int) appended.stream().filter(draft -> draft.role() == Role.ASSISTANT).count();
  }

  private static final class Collected {
    private final List<Draft> appended = new ArrayList<>();
    private final List<Intent> intents = new ArrayList<>();
    private Optional<String> answer = Optional.empty();
    private Optional<Retry> retry = Optional.empty();
    private Optional<ChatError> error = Optional.empty();
    private Optional<Duration> actionTimeout = Optional.empty();
    private boolean promotesHead;
    private boolean forgetsHistory;
    private boolean releases;
    private int attempts;

    private void add(Effect effect) {
      switch (effect) {
        case Effect.Append(var drafts) -> appended.addAll(drafts);
        case Effect.AnswerOpenCalls(var reason) -> answer = Optional.of(reason);
        case Effect.OpenCalls(var calls, var clientCalls) -> open(calls, clientCalls);
        case Effect.PromoteHead _ -> promotesHead = true;
        case Effect.NextAttempt _ -> attempts++;
        case Effect.NoteRetry(var noted) -> retry = Optional.of(noted);
        case Effect.SetError(var set) -> error = Optional.of(set);
        case Effect.SetActionDeadline(var timeout) -> actionTimeout = Optional.of(timeout);
        case Effect.ForgetHistory _ -> forgetsHistory = true;
        case Effect.Release _ -> releases = true;
        case Effect.Enqueue _,
            Effect.ReplaceQueued _,
            Effect.RemoveQueued _,
            Effect.MoveToHead _,
            Effect.ClearQueue _,
            Effect.TruncateFrom _,
            Effect.ClearError _,
            Effect.NoteCompactionRequest _ ->
            throw new IllegalArgumentException(
                "only a request's move has the effect " + effect.getClass().getSimpleName());
      }
    }

    private void open(List<Part.ToolCall> calls, List<Part.ToolCall> clientCalls) {
      int index = 0;
      for (Part part : appended.getLast().content()) {
        if (part instanceof Part.ToolCall call) {
          boolean isClients = clientCalls.contains(call);
          if (isClients || calls.contains(call)) {
            intents.add(new Intent(index, call, isClients));
          }
          index++;
        }
      }
      if (intents.size() != calls.size() + clientCalls.size()) {
        throw new IllegalArgumentException("a call to open is not in the message that asks for it");
      }
    }

    private TurnWrite write(ChatState next) {
      return new TurnWrite(
          next,
          List.copyOf(appended),
          answer,
          promotesHead,
          List.copyOf(intents),
          attempts,
          retry,
          error,
          actionTimeout,
          forgetsHistory,
          releases);
    }
  }
}
