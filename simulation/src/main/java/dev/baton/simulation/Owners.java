package dev.baton.simulation;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.Role;
import dev.baton.chat.RunnerId;
import dev.baton.chat.WorkerId;
import dev.baton.simulation.store.ChatRow;
import dev.baton.store.Acquired;
import dev.baton.store.TurnState;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Whose the chats are, and whether those who write may.
final class Owners {

  private final World world;
  private final Map<ChatId, ChatRow> rows;
  private final Predicate<WorkerId> trusts;
  private final Set<RunnerId> runners = new HashSet<>();
  private final Set<WorkerId> retired = new HashSet<>();

  /// @param rows as they were before the present request
  Owners(World world, Map<ChatId, ChatRow> rows, Predicate<WorkerId> trusts) {
    this.world = world;
    this.rows = rows;
    this.trusts = trusts;
  }

  /// The worker's row was deleted, whether it trusts its lease or not.
  void retired(WorkerId worker) {
    retired.add(worker);
  }

  /// A fenced write was made.
  void written(TurnState from, Object what) {
    ChatRow before = rows.get(from.chatId());
    world.require(
        before != null && before.runnerId().equals(from.runnerId()),
        Check.FRESH_RUNNER,
        "%s was written by runner %s, but its runner is %s",
        new Brief(what),
        new Brief(from.runnerId()),
        before == null ? "gone" : new Brief(before.runnerId()));
    world.require(
        before == null || isSameWork(from, before),
        Check.SAME_WORK,
        "%s was made for %s, but the row was %s",
        new Brief(what),
        from.versions(),
        before == null ? "gone" : before.versions());
    if (before != null && what instanceof ChatCommand.FinishTurn(var step) && step.isEmpty()) {
      boolean answered =
          Witness.visible(before)
              .reduce((_, last) -> last)
              .filter(m -> m.role() == Role.ASSISTANT)
              .isPresent();
      world.require(answered, Check.ANSWERED, "a turn ended without an answer");
    }
    if (what instanceof ChatCommand.FinishError(var error)
        && error.message().startsWith("The server failed")) {
      world.chronicle().violated(Check.SOUND, "a step failed unexpectedly");
    }
  }

  private static boolean isSameWork(TurnState from, ChatRow before) {
    return before.versions().history() == from.versions().history()
        && before.versions().attempt() == from.versions().attempt();
  }

  void released(ChatId chat, RunnerId runner, boolean released) {
    if (released) {
      ChatRow before = rows.get(chat);
      world.require(
          before != null && before.runnerId().filter(runner::equals).isPresent(),
          Check.FRESH_RUNNER,
          "released by runner %s, which does not own it",
          new Brief(runner));
    }
  }

  /// @param taken all [Acquired]
  void acquired(List<?> taken) {
    for (Object one : taken) {
      var acquired = (Acquired) one;
      world.count(acquired.takenFrom().isPresent() ? "reached/taken over" : "reached/acquired");
      world.require(
          runners.add(acquired.runnerId()), Check.ONE_OWNER, "a runner's id was given twice");
      Optional<WorkerId> former =
          Optional.ofNullable(rows.get(acquired.chatId())).flatMap(ChatRow::workerId);
      former
          .filter(worker -> !retired.contains(worker))
          .ifPresent(worker ->
              world.require(
                  !trusts.test(worker),
                  Check.TRUST,
                  "taken from %s, which trusts its lease",
                  new Brief(worker)));
      world.require(
          former.equals(acquired.takenFrom()),
          Check.ONE_OWNER,
          "taken from %s, but it was %s's",
          new Brief(acquired.takenFrom()),
          new Brief(former));
    }
  }
}
