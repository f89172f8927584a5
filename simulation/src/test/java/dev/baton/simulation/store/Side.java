package dev.baton.simulation.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.ChatId;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import dev.baton.store.Acquired;
import dev.baton.store.Actor;
import dev.baton.store.Begun;
import dev.baton.store.Commit;
import dev.baton.store.StoreUnderTest;
import dev.baton.store.Taken;
import dev.baton.store.TurnState;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One of two stores that walk the same way: what it has by number, and what it says in words that
/// the other one would use, too.
final class Side {

  final StoreUnderTest store;
  final List<Actor> actors;
  final List<UUID> models;
  final List<ChatId> chats = new ArrayList<>();
  final List<WorkerId> workers = new ArrayList<>();

  /// What workers have read of rows; most of it is out of date.
  final List<TurnState> states = new ArrayList<>();

  private final Names names = new Names();

  Side(StoreUnderTest store) {
    this.store = store;
    this.actors =
        List.of(
            store.ann,
            store.user(Actor.Role.MEMBER),
            store.user(Actor.Role.ADMIN),
            store.user(Actor.Role.AUDITOR));
    this.models = List.of(store.model, store.model("second"), UUID.randomUUID());
    actors.forEach(actor -> names.in(actor.id().toString()));
    models.forEach(model -> names.in(model.toString()));
  }

  /// The answer, or why there is none.
  String answer(Future<?> call) {
    try {
      return names.in(String.valueOf(noted(StoreUnderTest.await(call))));
    } catch (Exception e) { // awaiting throws what the store failed with, checked or not
      return names.in(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /// Rows that the answer brought may be used later.
  private @Nullable Object noted(@Nullable Object answer) {
    switch (answer) {
      case null -> {}
      case Commit.Committed(var after) -> states.add(after);
      case Begun(var after, _) -> states.add(after);
      case Acquired acquired -> states.add(acquired.row());
      case TurnState state -> states.add(state);
      case Optional<?> optional -> optional.ifPresent(this::noted);
      case Taken taken -> taken.chats().forEach(this::noted);
      case List<?> list -> list.forEach(this::noted);
      default -> {}
    }
    return answer;
  }

  /// The hints since the last time; chats that they are of.
  String hints() {
    var said = store.hints.stream().map(Hint::toString).collect(Collectors.joining("\n"));
    store.hints.clear();
    return names.in(said);
  }

  /// Hints that come in no order.
  List<Hint> ordered(List<Hint> hints) {
    return hints.stream()
        .sorted(Comparator.comparingInt(hint -> chats.indexOf(hint.chatId())))
        .toList();
  }

  /// All rows of a chat.
  String rows(int chat) {
    if (StoreUnderTest.await(store.turns.state(chats.get(chat))).isEmpty()) {
      return "chat " + chat + " is gone";
    }
    var raw = store.raw(chats.get(chat));
    return String.join(
        "\n",
        "chat " + chat,
        names.row(raw.row()),
        rows(raw.messages()),
        rows(raw.queue()),
        rows(raw.calls()));
  }

  private String rows(List<JsonNode> rows) {
    return rows.stream().map(names::row).collect(Collectors.joining("\n"));
  }

  /// One that was there, or one that never was.
  long messageId(int chat, int index) {
    return id(store.raw(chats.get(chat)).messages(), index);
  }

  long queuedId(int chat, int index) {
    return id(store.raw(chats.get(chat)).queue(), index);
  }

  private static long id(List<JsonNode> rows, int index) {
    return index < rows.size() ? rows.get(index).path("id").longValue() : Long.MAX_VALUE;
  }
}
