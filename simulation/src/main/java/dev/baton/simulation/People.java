package dev.baton.simulation;

import dev.baton.chat.BusyBehavior;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.Role;
import dev.baton.chat.UserId;
import dev.baton.simulation.store.ChatRow;
import dev.baton.simulation.store.ToolCallRow;
import dev.baton.store.Actor;
import dev.baton.store.ChatPatch;
import dev.baton.store.ChatStore;
import dev.baton.store.NewChat;
import dev.baton.store.NewMessage;
import dev.baton.store.ToolAnswer;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// Those who talk to the chats, through any replica, and mostly do what makes sense in the state
/// the chat is in. Each text is said once.
final class People {

  private static final String CLIENT_TOOLS =
      "[{\"name\": \"ask\", \"description\": \"\", \"input_schema\": {\"type\": \"object\"}}]";

  private final World world;
  private final Cluster cluster;
  private final Dice dice;
  private final Actor actor;
  private int said;

  People(Cluster cluster, Dice dice) {
    this.world = cluster.world();
    this.cluster = cluster;
    this.dice = dice;
    this.actor = new Actor(new UserId(dice.uuid()), Actor.Role.MEMBER);
  }

  void begin() {
    create();
    next();
  }

  private void next() {
    world
        .timeline()
        .after(
            dice.millis(20, 900),
            () -> {
              if (!world.weather().isCalm()) {
                act();
                next();
              }
            });
  }

  /// Brings a chat that waits for people further, so that it comes to rest.
  void helpOut() {
    for (ChatRow row : List.copyOf(cluster.witness().rows())) {
      if (!row.archived() && row.status() == ChatStatus.ERROR) {
        ask(chats -> chats.retry(actor, row.id()));
      } else if (row.status() == ChatStatus.REQUIRES_ACTION) {
        answerCalls(row);
      }
    }
  }

  private void act() {
    List<ChatRow> rows = List.copyOf(cluster.witness().rows());
    if (rows.isEmpty() || (rows.size() < 4 && dice.chance(60))) {
      create();
      return;
    }
    ChatRow row = dice.pick(rows);
    if (row.archived()) {
      putAway(row);
      return;
    }
    switch (dice.between(0, 19)) {
      case 0, 1, 2, 3, 4, 5 -> send(row, BusyBehavior.QUEUE);
      case 6, 7 -> send(row, BusyBehavior.INTERRUPT);
      case 8, 9 -> ask(chats -> chats.interrupt(actor, row.id()));
      case 10, 11, 12 -> touchQueue(row);
      case 13 -> edit(row);
      case 14, 15 -> ask(chats -> chats.retry(actor, row.id()));
      case 16, 17 -> answerCalls(row);
      case 18 -> putAway(row);
      default -> {
        if (dice.chance(200)) {
          ask(chats -> chats.clear(actor, row.id()));
        }
      }
    }
  }

  private void create() {
    ask(chats ->
        chats.create(
            actor,
            new NewChat(
                say(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                CLIENT_TOOLS)));
  }

  private void send(ChatRow row, BusyBehavior busy) {
    ask(chats ->
        chats.send(
            actor, row.id(), new NewMessage(say(), busy, Optional.empty(), Optional.empty())));
  }

  private void touchQueue(ChatRow row) {
    if (row.queue().isEmpty()) {
      return;
    }
    long queued = dice.pick(row.queue()).id();
    switch (dice.between(0, 2)) {
      case 0 -> ask(chats -> chats.editQueued(actor, row.id(), queued, say()));
      case 1 -> ask(chats -> chats.deleteQueued(actor, row.id(), queued));
      default -> ask(chats -> chats.promote(actor, row.id(), queued));
    }
  }

  private void edit(ChatRow row) {
    List<Message> own =
        Witness.visible(row).filter(message -> message.role() == Role.USER).toList();
    if (!own.isEmpty()) {
      long message = dice.pick(own).id();
      ask(chats -> chats.edit(actor, row.id(), message, say()));
    }
  }

  private void answerCalls(ChatRow row) {
    List<ToolAnswer> answers =
        row.calls().stream()
            .filter(call -> call.isClients() && !call.settled())
            .map(ToolCallRow::call)
            .map(call -> new ToolAnswer(call.toolCallId(), "\"yes\"", false))
            .toList();
    if (!answers.isEmpty()) {
      ask(chats -> chats.submitToolResults(actor, row.id(), answers));
    }
  }

  private void putAway(ChatRow row) {
    ChatId id = row.id();
    if (row.archived() && dice.chance(150)) {
      ask(chats -> chats.delete(actor, id));
      return;
    }
    boolean archived = !row.archived();
    ask(chats ->
        chats.update(
            actor,
            id,
            new ChatPatch(
                Optional.empty(),
                Optional.of(archived),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty())));
  }

  private List<Part> say() {
    return List.of(new Part.Text("said " + ++said));
  }

  /// Nobody asks twice: what became of a request whose answer was lost is not known.
  private void ask(Function<ChatStore, Future<?>> request) {
    cluster
        .anyServing(dice)
        .ifPresent(replica ->
            replica
                .host()
                .reach(
                    dice.micros(100, 5_000),
                    () ->
                        request
                            .apply(replica.chats())
                            .onComplete(_ -> world.count("reached/request answered"))));
  }
}
