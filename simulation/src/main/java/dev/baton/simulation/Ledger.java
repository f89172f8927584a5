package dev.baton.simulation;

import dev.baton.chat.ChatId;
import dev.baton.chat.Message;
import dev.baton.chat.Role;
import dev.baton.simulation.store.ChatRow;
import dev.baton.simulation.store.QueuedRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What was accepted, and what the histories of all chats were at each version.
final class Ledger {

  private final World world;
  private final Map<ChatId, Set<String>> accepted = new HashMap<>();
  private final Map<ChatId, Map<Long, Map<Long, Long>>> histories = new HashMap<>();

  Ledger(World world) {
    this.world = world;
  }

  /// Visible messages and their revisions, as they were at a version of the history.
  Map<Long, Long> history(ChatId chat, long version) {
    return histories.getOrDefault(chat, Map.of()).getOrDefault(version, Map.of());
  }

  /// A text was accepted, and is to be there from now on.
  void accept(ChatId chat, String text) {
    accepted.computeIfAbsent(chat, _ -> new HashSet<>()).add(text);
  }

  /// A queued message was taken out.
  ///
  /// @param before the row as it was
  void forget(@Nullable ChatRow before, long queuedId) {
    Optional.ofNullable(before).stream()
        .flatMap(row -> row.queue().stream())
        .filter(queued -> queued.message().id() == queuedId)
        .forEach(queued ->
            accepted
                .getOrDefault(queued.message().chatId(), new HashSet<>())
                .remove(Witness.textOf(queued.message().content())));
  }

  /// A message was replaced: what came after it is gone, and so is the queue.
  ///
  /// @param before the row as it was
  void edited(@Nullable ChatRow before, long messageId, String text) {
    if (before == null) {
      return;
    }
    var kept = new HashSet<String>();
    Witness.visible(before)
        .filter(message -> message.role() == Role.USER && message.id() < messageId)
        .forEach(message -> kept.add(Witness.textOf(message.content())));
    kept.add(text);
    accepted.put(before.id(), kept);
  }

  /// The chat is gone.
  void forget(ChatId chat) {
    accepted.remove(chat);
  }

  void check(ChatRow row) {
    histories
        .computeIfAbsent(row.id(), _ -> new HashMap<>())
        .put(row.versions().history(), Witness.revisions(row));
    Map<String, Integer> present = new HashMap<>();
    Stream.concat(
            Witness.visible(row)
                .filter(m -> m.role() == Role.USER)
                .map(m -> Witness.textOf(m.content())),
            row.queue().stream().map(QueuedRow::message).map(m -> Witness.textOf(m.content())))
        .forEach(text -> present.merge(text, 1, Integer::sum));
    for (String text : accepted.getOrDefault(row.id(), Set.of())) {
      int times = present.getOrDefault(text, 0);
      world.require(times == 1, Check.MESSAGE_ONCE, "'%s' is there %d times", text, times);
    }
    present.forEach((text, times) ->
        world.require(times == 1, Check.MESSAGE_ONCE, "'%s' is there %d times", text, times));
    var answers = new HashSet<String>();
    Witness.visible(row)
        .filter(message -> message.role() == Role.ASSISTANT)
        .forEach(message ->
            world.require(
                answers.add(callOf(message)),
                Check.ANSWER_ONCE,
                "%s was committed twice",
                callOf(message)));
  }

  /// The first word tells which call of the provider it was.
  private static String callOf(Message message) {
    String text = Witness.textOf(message.content());
    int dot = text.indexOf('.');
    return dot < 0 ? "message " + message.id() : text.substring(0, dot);
  }
}
