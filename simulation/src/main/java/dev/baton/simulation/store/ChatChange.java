package dev.baton.simulation.store;

import dev.baton.chat.ChatState;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Decision;
import dev.baton.chat.Draft;
import dev.baton.chat.Effect;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Retry;
import dev.baton.chat.Role;
import dev.baton.json.Json;
import dev.baton.pubsub.Hint;
import dev.baton.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// One transaction over one chat: works on a copy of the row, one snapshot version further, and
/// puts it into the store at the end. A change that is not committed never was.
final class ChatChange {

  final ChatRow row;

  private final StoreModel store;
  private final ChatRow before;
  private final Instant now;
  private final List<Message> appended = new ArrayList<>();
  private final List<Long> deletedIds = new ArrayList<>();
  private Optional<String> effort = Optional.empty();
  private Optional<QueuedMessage> queued = Optional.empty();
  private boolean queueMoved;

  ChatChange(StoreModel store, ChatRow before) {
    this.store = store;
    this.before = before;
    this.row = new ChatRow(before);
    this.now = store.now();
    row.snapshotVersion++;
  }

  /// The reasoning effort that comes with the message of this change.
  ChatChange withEffort(Optional<String> asked) {
    effort = asked;
    return this;
  }

  /// The state that the change starts from. A chat that no version has seen is absent.
  ChatState from() {
    return before.snapshotVersion == 0 ? new ChatState.Absent() : before.state();
  }

  /// Messages that entered the history, in order.
  List<Message> appended() {
    return appended;
  }

  /// The queue's message that was added or replaced.
  Optional<QueuedMessage> queued() {
    return queued;
  }

  /// Visible messages that were deleted, in order.
  List<Long> deletedIds() {
    return deletedIds;
  }

  ChatRow commit(Hint.Kind kind) {
    keepVersions();
    store.put(row);
    store.publish(row.hint(kind));
    return row;
  }

  ChatChange apply(Decision.Move move) {
    row.status = move.next().status();
    row.archived = move.next().isArchived();
    row.actionDeadline = row.actionDeadline.filter(_ -> row.status == ChatStatus.REQUIRES_ACTION);
    move.effects().forEach(this::apply);
    return this;
  }

  private void apply(Effect effect) {
    switch (effect) {
      case Effect.Append(var drafts) -> drafts.forEach(this::append);
      case Effect.AnswerOpenCalls(var reason) -> answerOpenCalls(reason);
      case Effect.OpenCalls(var calls, var clientCalls) -> open(calls, clientCalls);
      case Effect.Enqueue(var message) -> enqueue(message);
      case Effect.PromoteHead _ -> promoteHead();
      case Effect.ReplaceQueued(var id, var content) -> replaceQueued(id, content);
      case Effect.RemoveQueued(var id) -> takeQueued(id);
      case Effect.MoveToHead(var id) -> row.queue.addFirst(takeQueued(id));
      case Effect.ClearQueue _ -> clearQueue();
      case Effect.TruncateFrom(var id) -> truncate(id);
      case Effect.NextAttempt _ -> row.attempt++;
      case Effect.NoteRetry(var retry) -> noteRetry(retry);
      case Effect.SetError(var error) -> row.error = Optional.of(error);
      case Effect.ClearError _ -> clearError();
      case Effect.SetActionDeadline(var timeout) ->
          row.actionDeadline = Optional.of(now.plus(timeout));
      case Effect.NoteCompactionRequest _ -> row.compactionRequestedAt = Optional.of(now);
      case Effect.ForgetHistory _ -> forgetHistory();
      case Effect.Release _ -> row.owner = Optional.empty();
    }
  }

  // The history

  private void append(Draft draft) {
    add(draft, OptionalLong.empty());
    for (Part part : draft.content()) {
      if (part instanceof Part.ToolResult result) {
        settle(call -> call.call().toolCallId().equals(result.toolCallId()));
      }
    }
    if (draft.role() == Role.USER) {
      speak(draft, effort);
    }
    if (draft.role() == Role.ASSISTANT) {
      row.steps++;
    }
  }

  private void add(Draft draft, OptionalLong queuedId) {
    beginHistory();
    var message =
        new Message(
            store.nextMessageId(),
            row.id,
            draft.role(),
            Storable.parts(draft.content()),
            now,
            draft.createdBy(),
            draft.modelConfigId(),
            row.snapshotVersion,
            queuedId,
            draft.usage());
    row.messages.add(new MessageRow(message, draft.hidden(), false, row.snapshotVersion));
    appended.add(message);
  }

  /// A changed history starts new counts.
  private void beginHistory() {
    if (row.historyVersion != row.snapshotVersion) {
      row.historyVersion = row.snapshotVersion;
      row.attempt = 0;
      row.providerFailures = 0;
      row.ownerDeaths = 0;
    }
  }

  /// A user's message begins a turn, with the model that it asks for.
  private void speak(Draft message, Optional<String> withEffort) {
    row.steps = 0;
    row.modelConfigId = message.modelConfigId().orElse(row.modelConfigId);
    row.reasoningEffort = withEffort.or(() -> row.reasoningEffort);
  }

  private void truncate(long fromId) {
    beginHistory();
    row.messages.replaceAll(message -> {
      if (message.id() < fromId || message.deleted()) {
        return message;
      }
      if (!message.hidden()) {
        deletedIds.add(message.id());
      }
      return message.deletedAt(row.snapshotVersion);
    });
    settle(call -> call.messageId() >= fromId);
    if (row.contextFromId > fromId) {
      row.contextFromId = 0;
    }
  }

  private void forgetHistory() {
    settle(_ -> true);
    row.contextFromId = row.messages.isEmpty() ? 1 : row.messages.getLast().id() + 1;
  }

  // Calls

  private void open(List<Part.ToolCall> calls, List<Part.ToolCall> clientCalls) {
    var here = Storable.parts(List.<Part>copyOf(calls));
    var theirs = Storable.parts(List.<Part>copyOf(clientCalls));
    var message = row.messages.getLast();
    int index = 0;
    int opened = 0;
    for (Part part : message.message().content()) {
      if (part instanceof Part.ToolCall call) {
        boolean isClients = theirs.contains(call);
        if (isClients || here.contains(call)) {
          row.calls.add(ToolCallRow.open(message.id(), index, call, isClients));
          opened++;
        }
        index++;
      }
    }
    if (opened != calls.size() + clientCalls.size()) {
      throw new IllegalArgumentException("a call to open is not in the message that asks for it");
    }
  }

  private void answerOpenCalls(String reason) {
    for (ToolCallRow open : row.openCalls().toList()) {
      var call = open.call();
      add(
          Draft.toolResult(
              new Part.ToolResult(call.toolCallId(), call.toolName(), Json.quote(reason), true)),
          OptionalLong.empty());
    }
    settle(_ -> true);
  }

  private void settle(Predicate<ToolCallRow> which) {
    row.calls.replaceAll(call -> which.test(call) ? call.settle() : call);
  }

  // The queue

  private void enqueue(Draft draft) {
    var message =
        new QueuedMessage(
            store.nextQueuedId(),
            row.id,
            Storable.parts(draft.content()),
            draft.modelConfigId(),
            draft.createdBy(),
            now);
    row.queue.add(new QueuedRow(message, effort));
    queued = Optional.of(message);
    queueMoved = true;
  }

  private void promoteHead() {
    if (row.queue.isEmpty()) {
      return;
    }
    var head = row.queue.removeFirst();
    queueMoved = true;
    var message = head.message();
    var draft =
        new Draft(
            Role.USER,
            message.content(),
            false,
            message.createdBy(),
            message.modelConfigId(),
            Optional.empty());
    add(draft, OptionalLong.of(message.id()));
    speak(draft, head.reasoningEffort());
  }

  private void replaceQueued(long id, List<Part> content) {
    int place = place(id);
    var replaced = row.queue.get(place).with(Storable.parts(content));
    row.queue.set(place, replaced);
    queued = Optional.of(replaced.message());
    queueMoved = true;
  }

  private QueuedRow takeQueued(long id) {
    queueMoved = true;
    return row.queue.remove(place(id));
  }

  private int place(long queuedId) {
    for (int place = 0; place < row.queue.size(); place++) {
      if (row.queue.get(place).id() == queuedId) {
        return place;
      }
    }
    throw new StoreException.NotFound("Queued message");
  }

  private void clearQueue() {
    queueMoved |= !row.queue.isEmpty();
    row.queue.clear();
  }

  // The turn

  private void noteRetry(Retry retry) {
    row.retry = Optional.of(retry);
    row.retryAt = Optional.of(now.plus(Duration.ofMillis(retry.delayMillis())));
    row.providerFailures++;
  }

  private void clearError() {
    row.error = Optional.empty();
    row.providerFailures = 0;
    row.ownerDeaths = 0;
    row.steps = 0;
  }

  /// What nobody writes and the schema keeps.
  private void keepVersions() {
    if (queueMoved) {
      row.queueVersion = row.snapshotVersion;
    }
    boolean statusMoved = row.status != before.status;
    boolean historyMoved = row.historyVersion != before.historyVersion;
    if (historyMoved || statusMoved || row.attempt != before.attempt) {
      row.retry = Optional.empty();
      row.retryAt = Optional.empty();
    }
    if (!row.retry.equals(before.retry)) {
      row.retryStateVersion = row.snapshotVersion;
    }
    if (row.status.isRunnable() && !before.status.isRunnable()) {
      row.runnableSince = now;
    }
    row.queuedForCapacity &=
        row.owner.isEmpty() && !row.archived && row.status == ChatStatus.RUNNING;
    if (historyMoved || queueMoved || statusMoved || showsDifferently()) {
      row.updatedAt = now;
    }
  }

  private boolean showsDifferently() {
    return row.archived != before.archived
        || row.pinOrder != before.pinOrder
        || !row.title.equals(before.title)
        || !row.labels.equals(before.labels);
  }
}
