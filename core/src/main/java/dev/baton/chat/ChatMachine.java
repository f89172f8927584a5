package dev.baton.chat;

import dev.baton.chat.ChatCommand.Archive;
import dev.baton.chat.ChatCommand.BeginAttempt;
import dev.baton.chat.ChatCommand.CancelRequiresAction;
import dev.baton.chat.ChatCommand.ClearContext;
import dev.baton.chat.ChatCommand.CommitCalls;
import dev.baton.chat.ChatCommand.CommitResults;
import dev.baton.chat.ChatCommand.CompleteRequiresAction;
import dev.baton.chat.ChatCommand.Create;
import dev.baton.chat.ChatCommand.DeleteQueued;
import dev.baton.chat.ChatCommand.Edit;
import dev.baton.chat.ChatCommand.EditQueued;
import dev.baton.chat.ChatCommand.EnterRequiresAction;
import dev.baton.chat.ChatCommand.FinishError;
import dev.baton.chat.ChatCommand.FinishInterruption;
import dev.baton.chat.ChatCommand.FinishTurn;
import dev.baton.chat.ChatCommand.Interrupt;
import dev.baton.chat.ChatCommand.Promote;
import dev.baton.chat.ChatCommand.Reconcile;
import dev.baton.chat.ChatCommand.RecordRetry;
import dev.baton.chat.ChatCommand.RequestCompaction;
import dev.baton.chat.ChatCommand.RetryTurn;
import dev.baton.chat.ChatCommand.Send;
import dev.baton.chat.ChatCommand.Unarchive;
import dev.baton.chat.ChatState.Absent;
import dev.baton.chat.ChatState.ArchivedFailed;
import dev.baton.chat.ChatState.ArchivedWaiting;
import dev.baton.chat.ChatState.AwaitingResults;
import dev.baton.chat.ChatState.Failed;
import dev.baton.chat.ChatState.Interrupting;
import dev.baton.chat.ChatState.Invalid;
import dev.baton.chat.ChatState.Running;
import dev.baton.chat.ChatState.Waiting;
import dev.baton.chat.Decision.Move;
import dev.baton.chat.Decision.Reason;
import dev.baton.chat.Decision.Refused;
import dev.baton.chat.Decision.Stay;
import java.util.List;

/// The table of moves. Pure: the same state and command always give the same decision, and nothing
/// is touched on the way. Whoever applies a decision does it under the row's lock, or in one
/// statement fenced by the versions the decision was made from.
public final class ChatMachine {

  /// Messages a chat's queue may hold.
  public static final int QUEUE_LIMIT = 20;

  private static final String INTERRUPTED = "The call was interrupted before it produced a result.";
  private static final String CANCELLED = "The user went on without a result of this call.";
  private static final String TIMED_OUT = "The client did not return a result in time.";

  private ChatMachine() {}

  private record On(ChatState state, ChatCommand command) {}

  public static Decision decide(ChatState state, ChatCommand command) {
    return switch (new On(state, command)) {
      case On(Absent _, Create(var initial)) -> Move.to(new Running(0), new Effect.Append(initial));

      case On(Waiting _, Send(var message, _)) -> begin(message);
      case On(Failed(var queued), Send(var message, _)) when queued == 0 -> begin(message);
      case On(Failed(var queued), Send send) when queued < QUEUE_LIMIT ->
          Move.to(
              new Running(queued),
              new Effect.ClearError(),
              new Effect.AnswerOpenCalls(CANCELLED),
              new Effect.Enqueue(send.message()),
              new Effect.PromoteHead());
      case On(Running(var queued), Send(var message, var busy)) when queued < QUEUE_LIMIT ->
          switch (busy) {
            case QUEUE -> Move.to(new Running(queued + 1), new Effect.Enqueue(message));
            case INTERRUPT -> Move.to(new Interrupting(queued + 1), new Effect.Enqueue(message));
          };
      case On(Interrupting(var queued), Send(var message, _)) when queued < QUEUE_LIMIT ->
          Move.to(new Interrupting(queued + 1), new Effect.Enqueue(message));
      case On(AwaitingResults(var queued), Send(var message, var busy)) when queued < QUEUE_LIMIT ->
          switch (busy) {
            case QUEUE -> Move.to(new AwaitingResults(queued + 1), new Effect.Enqueue(message));
            case INTERRUPT ->
                resume(
                    queued,
                    new Effect.AnswerOpenCalls(CANCELLED),
                    new Effect.Enqueue(message),
                    new Effect.PromoteHead());
          };

      case On(Waiting _, Edit edit) -> rewrite(edit);
      case On(Failed _, Edit edit) -> rewrite(edit);
      case On(Running _, Edit edit) -> rewrite(edit);
      case On(Interrupting _, Edit edit) -> rewrite(edit);
      case On(AwaitingResults _, Edit edit) -> rewrite(edit).and(new Effect.Release());

      case On(Failed(var queued), EditQueued edit) when queued > 0 -> replaceQueued(state, edit);
      case On(Running(var queued), EditQueued edit) when queued > 0 -> replaceQueued(state, edit);
      case On(Interrupting(var queued), EditQueued edit) when queued > 0 ->
          replaceQueued(state, edit);
      case On(AwaitingResults(var queued), EditQueued edit) when queued > 0 ->
          replaceQueued(state, edit);

      case On(Failed(var queued), DeleteQueued(var id)) when queued > 0 ->
          Move.to(new Failed(queued - 1), new Effect.RemoveQueued(id));
      case On(Running(var queued), DeleteQueued(var id)) when queued > 0 ->
          Move.to(new Running(queued - 1), new Effect.RemoveQueued(id));
      case On(Interrupting(var queued), DeleteQueued(var id)) when queued > 0 ->
          Move.to(new Interrupting(queued - 1), new Effect.RemoveQueued(id));
      case On(AwaitingResults(var queued), DeleteQueued(var id)) when queued > 0 ->
          Move.to(new AwaitingResults(queued - 1), new Effect.RemoveQueued(id));

      case On(Failed(var queued), Promote(var id)) when queued > 0 ->
          Move.to(
              new Running(queued - 1),
              new Effect.ClearError(),
              new Effect.AnswerOpenCalls(CANCELLED),
              new Effect.MoveToHead(id),
              new Effect.PromoteHead());
      case On(AwaitingResults(var queued), Promote(var id)) when queued > 0 ->
          resume(
              queued - 1,
              new Effect.AnswerOpenCalls(CANCELLED),
              new Effect.MoveToHead(id),
              new Effect.PromoteHead());
      case On(Running(var queued), Promote(var id)) when queued > 0 ->
          Move.to(new Interrupting(queued), new Effect.MoveToHead(id));
      case On(Interrupting(var queued), Promote(var id)) when queued > 0 ->
          Move.to(new Interrupting(queued), new Effect.MoveToHead(id));

      case On(Running(var queued), Interrupt _) -> Move.to(new Interrupting(queued));
      case On(Interrupting _, Interrupt _) -> new Stay();
      case On(AwaitingResults(var queued), Interrupt _) when queued == 0 ->
          Move.to(new Waiting(), new Effect.AnswerOpenCalls(INTERRUPTED), new Effect.Release());
      case On(AwaitingResults(var queued), Interrupt _) ->
          resume(queued - 1, new Effect.AnswerOpenCalls(INTERRUPTED), new Effect.PromoteHead());

      case On(Failed(var queued), RetryTurn _) ->
          Move.to(new Running(queued), new Effect.ClearError());

      case On(AwaitingResults(var queued), CompleteRequiresAction(var results)) ->
          resume(queued, new Effect.Append(results));
      case On(AwaitingResults(var queued), CancelRequiresAction _) ->
          resume(queued, new Effect.AnswerOpenCalls(TIMED_OUT));

      case On(Waiting _, RequestCompaction _) ->
          Move.to(new Running(0), new Effect.NoteCompactionRequest());
      case On(Failed(var queued), RequestCompaction _) ->
          Move.to(new Running(queued), new Effect.ClearError(), new Effect.NoteCompactionRequest());

      case On(Waiting _, ClearContext _) -> Move.to(new Waiting(), new Effect.ForgetHistory());
      case On(Failed(var queued), ClearContext _) when queued == 0 ->
          Move.to(new Waiting(), new Effect.ClearError(), new Effect.ForgetHistory());

      case On(Waiting _, Archive _) -> Move.to(new ArchivedWaiting());
      case On(Failed(var queued), Archive _) -> Move.to(new ArchivedFailed(queued));
      case On(ArchivedWaiting _, Archive _) -> new Stay();
      case On(ArchivedFailed _, Archive _) -> new Stay();
      case On(ArchivedWaiting _, Unarchive _) -> Move.to(new Waiting());
      case On(ArchivedFailed(var queued), Unarchive _) -> Move.to(new Failed(queued));
      case On(Waiting _, Unarchive _) -> new Stay();
      case On(Failed _, Unarchive _) -> new Stay();

      case On(Running(var queued), BeginAttempt _) ->
          Move.to(new Running(queued), new Effect.NextAttempt());
      case On(Running(var queued), RecordRetry(var retry)) ->
          Move.to(new Running(queued), new Effect.NoteRetry(retry));
      case On(Running(var queued), CommitCalls(var step, var calls, var clientCalls)) ->
          Move.to(
              new Running(queued),
              new Effect.Append(List.of(step)),
              new Effect.OpenCalls(calls, clientCalls),
              new Effect.NextAttempt());
      case On(Running(var queued), CommitResults(var results)) ->
          Move.to(new Running(queued), new Effect.Append(results));
      case On(Running(var queued), EnterRequiresAction(var results, var timeout)) ->
          Move.to(
              new AwaitingResults(queued),
              new Effect.Append(results),
              new Effect.SetActionDeadline(timeout));
      case On(Running(var queued), FinishTurn(var step)) -> finish(queued, step);
      case On(Interrupting(var queued), FinishInterruption(var partial)) -> settle(queued, partial);
      case On(Running(var queued), FinishError(var error)) -> fail(queued, error);
      case On(Waiting _, FinishError(var error)) -> fail(0, error);

      case On(Invalid(var queued, var why), Reconcile _) ->
          fail(
              queued,
              ChatError.of(ErrorKind.GENERIC, "The chat was repaired: it was " + why + "."));

      case On(var from, var refused) -> new Refused(from, refused, reason(from, refused));
    };
  }

  private static Decision begin(Draft message) {
    return Move.to(
        new Running(0),
        new Effect.ClearError(),
        new Effect.AnswerOpenCalls(CANCELLED),
        new Effect.Append(List.of(message)));
  }

  /// A chat that waits for its client holds no slot, so it is let go for an acquire to admit again.
  private static Move resume(int queued, Effect... effects) {
    return Move.to(new Running(queued), effects).and(new Effect.Release());
  }

  private static Move rewrite(Edit edit) {
    return Move.to(
        new Running(0),
        new Effect.ClearError(),
        new Effect.ClearQueue(),
        new Effect.TruncateFrom(edit.messageId()),
        new Effect.Append(List.of(edit.replacement())));
  }

  private static Decision replaceQueued(ChatState state, EditQueued edit) {
    return Move.to(state, new Effect.ReplaceQueued(edit.queuedId(), edit.content()));
  }

  private static Decision finish(int queued, List<Draft> step) {
    return queued == 0
        ? Move.to(new Waiting(), new Effect.Append(step), new Effect.Release())
        : Move.to(new Running(queued - 1), new Effect.Append(step), new Effect.PromoteHead());
  }

  private static Decision settle(int queued, List<Draft> partial) {
    var append = new Effect.Append(partial);
    var answer = new Effect.AnswerOpenCalls(INTERRUPTED);
    return queued == 0
        ? Move.to(new Waiting(), append, answer, new Effect.Release())
        : Move.to(new Running(queued - 1), append, answer, new Effect.PromoteHead());
  }

  private static Decision fail(int queued, ChatError error) {
    return Move.to(new Failed(queued), new Effect.SetError(error), new Effect.Release());
  }

  private static Reason reason(ChatState from, ChatCommand command) {
    return switch (from) {
      case Absent _ -> Reason.ABSENT;
      case Invalid _ -> Reason.INVALID_STATE;
      case ArchivedWaiting _, ArchivedFailed _ -> Reason.ARCHIVED;
      case Failed(var queued) when full(queued, command) -> Reason.QUEUE_FULL;
      case Running(var queued) when full(queued, command) -> Reason.QUEUE_FULL;
      case Interrupting(var queued) when full(queued, command) -> Reason.QUEUE_FULL;
      case AwaitingResults(var queued) when full(queued, command) -> Reason.QUEUE_FULL;
      default -> Reason.NOT_ALLOWED;
    };
  }

  private static boolean full(int queued, ChatCommand command) {
    return command instanceof Send && queued >= QUEUE_LIMIT;
  }
}
