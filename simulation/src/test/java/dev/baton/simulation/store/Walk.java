package dev.baton.simulation.store;

import static dev.baton.store.StoreUnderTest.MINUTE;
import static dev.baton.store.StoreUnderTest.call;
import static dev.baton.store.StoreUnderTest.result;
import static dev.baton.store.StoreUnderTest.text;

import dev.baton.chat.BusyBehavior;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatError;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Draft;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.Part;
import dev.baton.chat.Retry;
import dev.baton.chat.Versions;
import dev.baton.store.ChatPatch;
import dev.baton.store.ChatQuery;
import dev.baton.store.LeaseStore.Load;
import dev.baton.store.MessageQuery;
import dev.baton.store.NewChat;
import dev.baton.store.NewMessage;
import dev.baton.store.StreamCursor;
import dev.baton.store.ToolAnswer;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Draws one call after the other: those that people and workers make, and those that they should
/// not. Everything is drawn before a store is asked, so two stores are asked the same.
final class Walk {

  private static final Retry RETRY =
      new Retry(
          1, 5, "busy", ErrorKind.OVERLOADED, Optional.empty(), OptionalInt.of(529), Instant.EPOCH);

  private final Random random;

  Walk(Random random) {
    this.random = random;
  }

  /// One call of a store.
  ///
  /// @param name what is called, with what was drawn
  record Step(String name, Function<Side, Future<?>> call) {}

  /// @param known how much there is to draw from; the same on both sides
  Step next(Side known) {
    if (known.workers.isEmpty()) {
      return newWorker();
    }
    if (known.chats.isEmpty() || chance(known.chats.size() < 3 ? 6 : 30)) {
      return create(known);
    }
    int chat = late(known.chats.size());
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> people(chat, known);
      case 3 -> read(chat);
      case 4 -> lease(known);
      case 5, 6 -> take(chat, known);
      default -> known.states.isEmpty() ? take(chat, known) : work(known);
    };
  }

  // People

  private Step create(Side known) {
    int actor = actor();
    int model = random.nextInt(4);
    int parent = random.nextInt(known.chats.size() + 3);
    boolean prompted = random.nextBoolean();
    return new Step(
        "create by %d, model %d, parent %d".formatted(actor, model, parent),
        side ->
            side.store
                .chats
                .create(
                    side.actors.get(actor),
                    new NewChat(
                        text("hello"),
                        Optional.empty(),
                        model(side, model),
                        Optional.empty(),
                        Optional.of(parent)
                            .filter(it -> it < side.chats.size())
                            .map(side.chats::get),
                        Map.of("n", "1"),
                        Optional.of("be kind").filter(_ -> prompted),
                        "[]"))
                .onSuccess(chat -> side.chats.add(chat.id())));
  }

  private Step people(int chat, Side known) {
    int actor = actor();
    int index = random.nextInt(5);
    int model = random.nextInt(4);
    var busy = one(List.of(BusyBehavior.values()));
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 ->
          new Step(
              "send to %d by %d, %s, model %d".formatted(chat, actor, busy, model),
              side ->
                  side.store.chats.send(
                      side.actors.get(actor),
                      side.chats.get(chat),
                      new NewMessage(
                          text("more"),
                          busy,
                          model(side, model),
                          Optional.of("high").filter(_ -> index == 1))));
      case 4 ->
          new Step(
              "edit %d of %d by %d".formatted(index, chat, actor),
              side ->
                  side.store.chats.edit(
                      side.actors.get(actor),
                      side.chats.get(chat),
                      messageId(side, chat, index),
                      text("other")));
      case 5 ->
          new Step(
              "edit queued %d of %d by %d".formatted(index, chat, actor),
              side ->
                  side.store.chats.editQueued(
                      side.actors.get(actor),
                      side.chats.get(chat),
                      queuedId(side, chat, index),
                      text("else")));
      case 6 ->
          new Step(
              "delete queued %d of %d by %d".formatted(index, chat, actor),
              side ->
                  side.store.chats.deleteQueued(
                      side.actors.get(actor), side.chats.get(chat), queuedId(side, chat, index)));
      case 7 ->
          new Step(
              "promote %d of %d by %d".formatted(index, chat, actor),
              side ->
                  side.store.chats.promote(
                      side.actors.get(actor), side.chats.get(chat), queuedId(side, chat, index)));
      case 8 ->
          new Step(
              "interrupt %d by %d".formatted(chat, actor),
              side -> side.store.chats.interrupt(side.actors.get(actor), side.chats.get(chat)));
      case 9 ->
          new Step(
              "clear %d by %d".formatted(chat, actor),
              side -> side.store.chats.clear(side.actors.get(actor), side.chats.get(chat)));
      case 10 ->
          new Step(
              "retry %d by %d".formatted(chat, actor),
              side -> side.store.chats.retry(side.actors.get(actor), side.chats.get(chat)));
      case 11 -> submit(chat, actor);
      case 12 -> update(chat, actor);
      case 13 ->
          new Step(
              "mark %d read by %d".formatted(chat, actor),
              side -> side.store.chats.markRead(side.actors.get(actor), side.chats.get(chat)));
      case 14 ->
          new Step(
              "delete %d by %d".formatted(chat, actor),
              side -> side.store.chats.delete(side.actors.get(actor), side.chats.get(chat)));
      default -> repair(chat, actor, known);
    };
  }

  private Step submit(int chat, int actor) {
    var ids = chance(3) ? calls().stream().map(Part.ToolCall::toolCallId).toList() : List.of("b");
    var answers = ids.stream().map(id -> new ToolAnswer(id, "1", id.equals("b"))).toList();
    return new Step(
        "submit %s to %d by %d".formatted(ids, chat, actor),
        side ->
            side.store.chats.submitToolResults(
                side.actors.get(actor), side.chats.get(chat), answers));
  }

  private Step update(int chat, int actor) {
    var patch =
        new ChatPatch(
            drawn("title"),
            drawn(random.nextInt(4) > 0),
            random.nextBoolean() ? OptionalInt.of(random.nextInt(3)) : OptionalInt.empty(),
            drawn(Map.of("k", "v")),
            Optional.empty());
    return new Step(
        "update %d by %d, %s".formatted(chat, actor, patch),
        side -> side.store.chats.update(side.actors.get(actor), side.chats.get(chat), patch));
  }

  /// Sometimes there is something to repair.
  private Step repair(int chat, int actor, Side known) {
    boolean broken = !isGone(known, chat) && random.nextBoolean();
    return new Step(
        (broken ? "break and reconcile %d by %d" : "reconcile %d by %d").formatted(chat, actor),
        side -> {
          if (broken) {
            side.store.force(side.chats.get(chat), ChatStatus.WAITING);
          }
          return side.store.chats.reconcile(side.actors.get(actor), side.chats.get(chat));
        });
  }

  // Reads

  private Step read(int chat) {
    int actor = actor();
    int index = random.nextInt(5);
    long history = random.nextInt(12);
    return switch (random.nextInt(7)) {
      case 0 ->
          new Step(
              "chat %d for %d".formatted(chat, actor),
              side -> side.store.chats.chat(side.actors.get(actor), side.chats.get(chat)));
      case 1 ->
          new Step(
              "list for %d".formatted(actor),
              side ->
                  side.store.chats.list(
                      side.actors.get(actor),
                      new ChatQuery(
                          Optional.empty(), Optional.empty(), Map.of(), 2, Optional.empty())));
      case 2 ->
          new Step(
              "messages of %d for %d after %d".formatted(chat, actor, index),
              side ->
                  side.store.chats.messages(
                      side.actors.get(actor),
                      side.chats.get(chat),
                      new MessageQuery(
                          OptionalLong.empty(),
                          index < 2
                              ? OptionalLong.empty()
                              : OptionalLong.of(messageId(side, chat, index)),
                          3)));
      case 3 ->
          new Step(
              "read %d, joining after message %d".formatted(chat, index),
              side ->
                  side.store.streams.read(
                      side.chats.get(chat),
                      Optional.empty(),
                      Optional.of(new StreamCursor.AfterMessage(messageId(side, chat, index)))));
      case 4 ->
          new Step(
              "read %d since %d, joining at %d".formatted(chat, history, index),
              side ->
                  side.store.streams.read(
                      side.chats.get(chat),
                      Optional.of(new Versions(history, history, history, 0, 0)),
                      Optional.of(new StreamCursor.Position(index, 1, 1))));
      case 5 ->
          new Step(
              "read %d since %d".formatted(chat, history),
              side ->
                  side.store.streams.read(
                      side.chats.get(chat),
                      Optional.of(new Versions(history, history, history, 0, 0)),
                      Optional.empty()));
      default ->
          new Step(
              "versions and changes",
              side ->
                  side.store
                      .streams
                      .versions(side.chats)
                      .compose(versions ->
                          side.store
                              .chats
                              .changed(List.of(side.store.ann.id()), Duration.ofHours(1))
                              .map(changed ->
                                  List.of(side.ordered(versions), side.ordered(changed)))));
    };
  }

  // Workers

  private Step newWorker() {
    return new Step(
        "new worker",
        side -> {
          side.workers.add(side.store.worker());
          return Future.succeededFuture();
        });
  }

  private Step lease(Side known) {
    int worker = late(known.workers.size());
    return switch (random.nextInt(8)) {
      case 0 -> newWorker();
      case 1 ->
          new Step(
              "expire " + worker,
              side -> {
                side.store.expire(side.workers.get(worker));
                return Future.succeededFuture();
              });
      case 2 ->
          new Step(
              "renew " + worker,
              side ->
                  side.store.leases.renew(side.workers.get(worker), new Load(false, 1, 2), MINUTE));
      case 3 ->
          new Step(
              "delete %d if silent".formatted(worker),
              side ->
                  side.store.leases.deleteIfSilent(
                      side.workers.get(worker), Duration.ofSeconds(90)));
      case 4 ->
          new Step("remove " + worker, side -> side.store.leases.remove(side.workers.get(worker)));
      case 5, 6 ->
          new Step(
              "owned by " + worker,
              side -> side.store.turns.owned(side.workers.get(worker)).map(side::ordered));
      default -> new Step("replicas", side -> side.store.leases.replicas(side.actors.get(2)));
    };
  }

  private Step take(int chat, Side known) {
    int worker = late(known.workers.size());
    int atMost = random.nextInt(4);
    return switch (random.nextInt(4)) {
      case 0, 1 ->
          new Step(
              "acquire %d for %d".formatted(atMost, worker),
              side -> side.store.turns.acquire(side.workers.get(worker), atMost));
      case 2 ->
          new Step(
              "take over %d for %d".formatted(atMost, worker),
              side -> side.store.turns.takeOver(side.workers.get(worker), atMost));
      default -> new Step("state of " + chat, side -> side.store.turns.state(side.chats.get(chat)));
    };
  }

  private Step work(Side known) {
    int state = chance(6) ? late(known.states.size()) : owned(known);
    if (chance(12)) {
      return new Step(
          "release by state " + state,
          side -> {
            var from = side.states.get(state);
            return from.runnerId().isEmpty()
                ? Future.succeededFuture()
                : side.store.turns.release(from.chatId(), from.runnerId().get());
          });
    }
    if (chance(12)) {
      return new Step(
          "start calls by state " + state,
          side -> side.store.turns.markStarted(side.states.get(state), List.of("a")));
    }
    if (chance(6)) {
      return new Step(
          "begin from state " + state, side -> side.store.turns.begin(side.states.get(state)));
    }
    return commit(state, known.states.get(state).status());
  }

  /// Mostly what goes with the status.
  private Step commit(int state, ChatStatus status) {
    var calls = calls();
    var results = calls.stream().map(call -> result(call)).toList();
    boolean fits = !chance(8);
    var kind =
        switch (fits ? status : one(List.of(ChatStatus.values()))) {
          case RUNNING -> random.nextInt(7);
          case INTERRUPTING -> 7;
          case REQUIRES_ACTION -> 8;
          case WAITING, ERROR -> 6;
        };
    boolean empty = chance(4);
    return new Step(
        "commit %d with %d calls from state %d".formatted(kind, calls.size(), state),
        side ->
            side.store.turns.commit(
                side.states.get(state), command(side, kind, calls, results, empty)));
  }

  private static ChatCommand.Work command(
      Side side, int kind, List<Part.ToolCall> calls, List<Draft> results, boolean empty) {
    var said = empty ? List.<Draft>of() : List.of(side.store.answer("hi"));
    return switch (kind) {
      case 0 -> new ChatCommand.BeginAttempt();
      case 1 -> new ChatCommand.RecordRetry(RETRY);
      case 2 ->
          new ChatCommand.CommitCalls(
              side.store.calling(calls.toArray(Part.ToolCall[]::new)),
              calls.stream().filter(call -> !isClients(call)).toList(),
              calls.stream().filter(Walk::isClients).toList());
      case 3 -> new ChatCommand.CommitResults(results);
      case 4 -> new ChatCommand.EnterRequiresAction(results, MINUTE);
      case 5 -> new ChatCommand.FinishTurn(said);
      case 6 -> new ChatCommand.FinishError(ChatError.of(ErrorKind.AUTH, "no"));
      case 7 ->
          new ChatCommand.FinishInterruption(
              empty ? results : Stream.concat(said.stream(), results.stream()).toList());
      default -> new ChatCommand.CancelRequiresAction();
    };
  }

  // Draws

  /// Some of three calls, in any case not none.
  private List<Part.ToolCall> calls() {
    int which = 1 + random.nextInt(7);
    return Stream.of("a", "b", "c")
        .filter(id -> (which & (1 << (id.charAt(0) - 'a'))) != 0)
        .map(id -> call(id))
        .toList();
  }

  private static boolean isClients(Part.ToolCall call) {
    return call.toolCallId().equals("b");
  }

  /// One of the last few rows that were a worker's when they were read.
  private int owned(Side known) {
    var owned =
        IntStream.range(0, known.states.size())
            .filter(state -> known.states.get(state).runnerId().isPresent())
            .toArray();
    return owned.length == 0 ? late(known.states.size()) : owned[late(owned.length)];
  }

  /// One of the last few.
  private int late(int size) {
    return size - 1 - random.nextInt(Math.min(3, size));
  }

  /// Mostly the owner.
  private int actor() {
    return chance(8) ? random.nextInt(4) : 0;
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private <T> Optional<T> drawn(T value) {
    return random.nextBoolean() ? Optional.of(value) : Optional.empty();
  }

  private static Optional<UUID> model(Side side, int index) {
    return index < side.models.size() ? Optional.of(side.models.get(index)) : Optional.empty();
  }

  private static boolean isGone(Side side, int chat) {
    return side.store.turns.state(side.chats.get(chat)).await().isEmpty();
  }

  private static long messageId(Side side, int chat, int index) {
    return isGone(side, chat) ? 1 : side.messageId(chat, index);
  }

  private static long queuedId(Side side, int chat, int index) {
    return isGone(side, chat) ? 1 : side.queuedId(chat, index);
  }
}
