package dev.baton.worker;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatError;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatMachine;
import dev.baton.chat.ChatState;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Decision;
import dev.baton.chat.Draft;
import dev.baton.chat.Effect;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.RunnerId;
import dev.baton.chat.Usage;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import dev.baton.json.Json;
import dev.baton.json.MalformedJson;
import dev.baton.pubsub.Hint;
import dev.baton.store.Acquired;
import dev.baton.store.Begun;
import dev.baton.store.Commit;
import dev.baton.store.StoreException;
import dev.baton.store.Taken;
import dev.baton.store.TurnHistory;
import dev.baton.store.TurnHistory.OpenCall;
import dev.baton.store.TurnState;
import dev.baton.store.TurnStore;
import io.vertx.core.Future;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One chat in memory, under the same rules as the real store, with the faults a test asks for.
/// Thread-safe; hints go out within the call that causes them, before it returns.
final class FakeTurnStore implements TurnStore {

  /// What goes wrong with a commit.
  enum Fault {
    /// It is applied, but what it brings cannot be read.
    ANSWER_UNREADABLE,
    /// It is applied, but the answer is lost.
    ANSWER_LOST,
    /// It never arrives.
    REQUEST_LOST
  }

  final ChatId chatId = ChatId.random();
  final UserId owner = UserId.random();
  final List<ChatCommand> commits = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private final Deque<Draft> queue = new ArrayDeque<>();
  private final List<OpenCall> openCalls = new ArrayList<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private ChatState state = new ChatState.Running(0);
  private Versions versions = new Versions(1, 1, 0, 0, 0);
  private TurnState.Counters counters = new TurnState.Counters(0, 0, 0);
  private Optional<WorkerId> worker = Optional.empty();
  private Optional<RunnerId> runner = Optional.empty();
  private Optional<Duration> retryIn = Optional.empty();
  private Optional<Duration> deadlineIn = Optional.empty();
  private @Nullable ChatError error;
  private boolean compactionRequested;
  private long lastMessageId;
  int reads;
  String dynamicTools = "[]";
  volatile Runnable onMarkStarted = () -> {};
  Consumer<Hint> hints = _ -> {};

  FakeTurnStore(String firstMessage) {
    append(user(firstMessage));
  }

  static Draft user(String text) {
    return Draft.user(List.of(new Part.Text(text)), UserId.random(), Optional.empty());
  }

  synchronized void failNextCommit(Fault fault) {
    faults.add(fault);
  }

  synchronized Acquired acquiredBy(WorkerId newWorker) {
    RunnerId acquirer = ownedBy(newWorker);
    return new Acquired(row(), acquirer, Optional.empty());
  }

  synchronized RunnerId ownedBy(WorkerId newWorker) {
    worker = Optional.of(newWorker);
    runner = Optional.of(RunnerId.random());
    bump();
    return runner.get();
  }

  /// The model has answered, and its prompt had so many tokens.
  synchronized void answered(String text, long tokens) {
    var usage =
        new Usage(
            OptionalLong.of(tokens),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());
    append(Draft.assistant(List.of(new Part.Text(text)), new UUID(0, 1), usage));
  }

  synchronized void rest() {
    state = new ChatState.Waiting();
  }

  synchronized void ownerDied(int times) {
    counters = new TurnState.Counters(0, times, 0);
  }

  synchronized void stepsTaken(int steps) {
    counters = new TurnState.Counters(0, 0, steps);
  }

  /// Somebody else changes the chat.
  synchronized void request(ChatCommand.Request command) {
    apply(command);
    hint();
  }

  synchronized ChatStatus status() {
    return state.status();
  }

  synchronized Optional<ChatError> error() {
    return Optional.ofNullable(error);
  }

  synchronized boolean isOwned() {
    return runner.isPresent();
  }

  /// The history as `role: text` lines; a call and a result show their tool and value.
  synchronized List<String> lines() {
    return messages.stream()
        .map(message -> message.role().wireName() + ": " + text(message.content()))
        .toList();
  }

  synchronized List<OpenCall> calls() {
    return List.copyOf(openCalls);
  }

  @Override
  public synchronized Future<Optional<TurnState>> state(ChatId chat) {
    reads++;
    return Future.succeededFuture(Optional.of(row()));
  }

  @Override
  public synchronized Future<Optional<Begun>> begin(TurnState from) {
    return commit(from, new ChatCommand.BeginAttempt())
        .map(commit ->
            commit instanceof Commit.Committed(var after)
                ? Optional.of(new Begun(after, history()))
                : Optional.empty());
  }

  private TurnHistory history() {
    return new TurnHistory(List.copyOf(messages), List.copyOf(openCalls), compactionRequested);
  }

  @Override
  public synchronized Future<Commit> commit(TurnState from, ChatCommand.Work command) {
    Fault fault = faults.poll();
    if (fault == Fault.REQUEST_LOST) {
      return Future.failedFuture(lost("connection refused"));
    }
    Commit commit = fenced(from, command);
    return fault == null
        ? Future.succeededFuture(commit)
        : Future.failedFuture(
            fault == Fault.ANSWER_LOST
                ? lost("connection reset")
                : new MalformedJson("no message"));
  }

  private static StoreException lost(String what) {
    return new StoreException.Unavailable(what, new ConnectException(what));
  }

  private Commit fenced(TurnState from, ChatCommand.Work command) {
    boolean queueMatters =
        ChatMachine.decide(from.state(), command) instanceof Decision.Move(var _, var effects)
            && effects.stream()
                .anyMatch(e -> e instanceof Effect.PromoteHead || e instanceof Effect.Release);
    if (!holds(from) || (queueMatters && from.versions().queue() != versions.queue())) {
      return new Commit.Missed();
    }
    apply(command);
    commits.add(command);
    hint();
    return new Commit.Committed(row());
  }

  @Override
  public synchronized Future<Commit> markStarted(TurnState from, List<String> toolCallIds) {
    if (!holds(from)) {
      return Future.succeededFuture(new Commit.Missed());
    }
    openCalls.replaceAll(open ->
        toolCallIds.contains(open.call().toolCallId())
            ? new OpenCall(open.call(), open.isClients(), true)
            : open);
    onMarkStarted.run();
    return Future.succeededFuture(new Commit.Committed(row()));
  }

  @Override
  public synchronized Future<Boolean> release(ChatId chat, RunnerId by) {
    if (runner.filter(by::equals).isEmpty()) {
      return Future.succeededFuture(false);
    }
    bump();
    disown();
    hint();
    return Future.succeededFuture(true);
  }

  @Override
  public Future<Taken> acquire(WorkerId by, int atMost) {
    return Future.succeededFuture(Taken.NOTHING);
  }

  @Override
  public Future<Void> noteWaiting() {
    return Future.succeededFuture();
  }

  @Override
  public Future<List<Acquired>> takeOver(WorkerId by, int atMost) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<List<Hint>> owned(WorkerId by) {
    return Future.succeededFuture(List.of());
  }

  private boolean holds(TurnState from) {
    return runner.equals(from.runnerId())
        && state.status() == from.status()
        && versions.history() == from.versions().history()
        && versions.attempt() == from.versions().attempt()
        && counters.providerFailures() == from.counters().providerFailures();
  }

  private void apply(ChatCommand command) {
    switch (ChatMachine.decide(state, command)) {
      case Decision.Move(var next, var effects) -> {
        bump();
        effects.forEach(this::apply);
        state = next;
      }
      case Decision.Stay() -> {}
      case Decision.Refused refused -> throw new IllegalArgumentException(refused.toString());
    }
  }

  private void apply(Effect effect) {
    switch (effect) {
      case Effect.Append(var drafts) -> drafts.forEach(this::append);
      case Effect.AnswerOpenCalls(var reason) -> answer(reason);
      case Effect.OpenCalls(var calls, var clients) -> {
        calls.forEach(call -> openCalls.add(new OpenCall(call, false, false)));
        clients.forEach(call -> openCalls.add(new OpenCall(call, true, false)));
      }
      case Effect.Enqueue(var draft) -> {
        queue.add(draft);
        queueMoved();
      }
      case Effect.PromoteHead() -> {
        append(queue.remove());
        queueMoved();
      }
      case Effect.TruncateFrom(var id) -> {
        messages.removeIf(message -> message.id() >= id);
        openCalls.clear();
      }
      case Effect.NextAttempt() -> {
        attempt(versions.attempt() + 1);
        retryIn = Optional.empty();
      }
      case Effect.NoteRetry(var retry) -> {
        counters =
            new TurnState.Counters(
                counters.providerFailures() + 1, counters.ownerDeaths(), counters.steps());
        retryIn = Optional.of(Duration.ofMillis(retry.delayMillis()));
      }
      case Effect.SetError(var set) -> error = set;
      case Effect.ClearError() -> error = null;
      case Effect.SetActionDeadline(var timeout) -> deadlineIn = Optional.of(timeout);
      case Effect.Release() -> disown();
      case Effect.ClearQueue() -> {
        queue.clear();
        queueMoved();
      }
      case Effect.NoteCompactionRequest() -> compactionRequested = true;
      case Effect.ForgetHistory() -> {
        messages.clear();
        compactionRequested = false;
      }
      default -> throw new UnsupportedOperationException(effect.toString());
    }
  }

  private void answer(String reason) {
    for (OpenCall open : List.copyOf(openCalls)) {
      append(
          Draft.toolResult(
              new Part.ToolResult(
                  open.call().toolCallId(), open.call().toolName(), Json.quote(reason), true)));
    }
  }

  private void append(Draft draft) {
    draft.content().stream()
        .filter(Part.ToolResult.class::isInstance)
        .map(part -> ((Part.ToolResult) part).toolCallId())
        .forEach(id -> openCalls.removeIf(open -> open.call().toolCallId().equals(id)));
    messages.add(
        new Message(
            ++lastMessageId,
            chatId,
            draft.role(),
            draft.content(),
            Instant.EPOCH,
            draft.createdBy(),
            draft.modelConfigId(),
            versions.snapshot(),
            OptionalLong.empty(),
            draft.usage()));
    versions =
        new Versions(
            versions.snapshot(), versions.snapshot(), versions.queue(), versions.retryState(), 0);
    counters = new TurnState.Counters(0, 0, counters.steps());
    retryIn = Optional.empty();
  }

  private void bump() {
    versions =
        new Versions(
            versions.snapshot() + 1,
            versions.history(),
            versions.queue(),
            versions.retryState(),
            versions.attempt());
  }

  private void attempt(long attempt) {
    versions =
        new Versions(
            versions.snapshot(),
            versions.history(),
            versions.queue(),
            versions.retryState(),
            attempt);
  }

  private void queueMoved() {
    versions =
        new Versions(
            versions.snapshot(),
            versions.history(),
            versions.snapshot(),
            versions.retryState(),
            versions.attempt());
  }

  private void disown() {
    worker = Optional.empty();
    runner = Optional.empty();
  }

  private void hint() {
    hints.accept(
        new Hint(
            Hint.Kind.CHANGED,
            chatId,
            owner,
            versions,
            state.status(),
            state.isArchived(),
            worker,
            runner));
  }

  private TurnState row() {
    return new TurnState(
        chatId,
        owner,
        worker,
        runner,
        state.status(),
        state.isArchived(),
        versions,
        queue.size(),
        new UUID(0, 1),
        Optional.empty(),
        dynamicTools,
        counters,
        retryIn,
        deadlineIn);
  }

  private static String text(List<Part> parts) {
    var text = new StringBuilder();
    for (Part part : parts) {
      text.append(
          switch (part) {
            case Part.Text(var said) -> said;
            case Part.ToolCall call -> "[" + call.toolName() + "]";
            case Part.ToolResult result -> result.resultJson();
            default -> part.toString();
          });
    }
    return text.toString();
  }
}
