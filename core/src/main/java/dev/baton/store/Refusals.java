package dev.baton.store;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatMachine;
import dev.baton.chat.Decision.Refused;

/// What people are told when the machine refuses a request.
public final class Refusals {

  private Refusals() {}

  public static StoreException of(Refused refused) {
    return switch (refused.reason()) {
      case ABSENT -> new StoreException.NotFound("Chat");
      case ARCHIVED -> refused(refused, "The chat is archived: unarchive it first.");
      case INVALID_STATE ->
          refused(refused, "The chat's record contradicts itself: reconcile the chat first.");
      case QUEUE_FULL ->
          refused(
              refused,
              "The queue is full: it holds %d messages. Delete one, or wait for the turn to end."
                  .formatted(ChatMachine.QUEUE_LIMIT));
      case NOT_ALLOWED -> notAllowed(refused);
    };
  }

  private static StoreException notAllowed(Refused refused) {
    return switch (refused.command()) {
      // Only an empty queue refuses these, and it does not hold the message.
      case ChatCommand.EditQueued _, ChatCommand.DeleteQueued _, ChatCommand.Promote _ ->
          new StoreException.NotFound("Queued message");
      case ChatCommand.Interrupt _ -> refused(refused, "There is nothing to interrupt.");
      case ChatCommand.RetryTurn _ ->
          refused(refused, "There is nothing to retry: no turn failed.");
      case ChatCommand.CompleteRequiresAction _ ->
          refused(refused, "The chat does not wait for tool results.");
      case ChatCommand.Archive _ ->
          refused(refused, "The chat is not at rest: interrupt it, then archive it.");
      case ChatCommand.RequestCompaction _, ChatCommand.ClearContext _ ->
          refused(refused, "The chat is busy: wait for the turn to end, or interrupt it.");
      default -> refused(refused, "This is not possible while the chat is as it is.");
    };
  }

  private static StoreException refused(Refused refused, String message) {
    return new StoreException.Refused(refused, message);
  }
}
