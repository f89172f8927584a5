package dev.baton.simulation.store;

import dev.baton.chat.Chat;
import dev.baton.chat.ChatError;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatState;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Retry;
import dev.baton.chat.Role;
import dev.baton.chat.RunnerId;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import dev.baton.store.StreamRow;
import dev.baton.store.TurnState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// A chat's row with all that hangs on it. Only a [ChatChange] writes, on its own copy; what has
/// reached the store does not change.
public final class ChatRow {

  /// Who runs a chat.
  public record Owner(WorkerId worker, RunnerId runner) {}

  final ChatId id;
  final UserId ownerId;
  final ChatId rootId;
  final String dynamicTools;
  final Instant createdAt;

  Optional<ChatId> parentId = Optional.empty();
  Optional<UUID> workspaceId = Optional.empty();
  String title;
  Map<String, String> labels = Map.of();
  int pinOrder;
  boolean archived;
  Instant updatedAt;
  long lastReadMessageId;

  ChatStatus status;
  UUID modelConfigId;
  Optional<String> reasoningEffort = Optional.empty();
  Optional<ChatError> error = Optional.empty();
  Optional<Owner> owner = Optional.empty();
  Instant runnableSince;
  boolean queuedForCapacity;

  long snapshotVersion;
  long historyVersion;
  long queueVersion;
  long retryStateVersion;
  long attempt;

  Optional<Retry> retry = Optional.empty();
  Optional<Instant> retryAt = Optional.empty();
  int providerFailures;
  int ownerDeaths;
  int steps;
  Optional<Instant> actionDeadline = Optional.empty();
  Optional<Instant> compactionRequestedAt = Optional.empty();
  long contextFromId;

  final List<MessageRow> messages;
  final List<QueuedRow> queue;
  final List<ToolCallRow> calls;

  /// A row that no version has seen yet.
  ChatRow(
      ChatId id,
      UserId ownerId,
      ChatId rootId,
      String title,
      UUID modelConfigId,
      String dynamicTools,
      Instant now) {
    this.id = id;
    this.ownerId = ownerId;
    this.rootId = rootId;
    this.title = title;
    this.modelConfigId = modelConfigId;
    this.dynamicTools = dynamicTools;
    this.status = ChatStatus.RUNNING;
    this.createdAt = now;
    this.updatedAt = now;
    this.runnableSince = now;
    this.messages = new ArrayList<>();
    this.queue = new ArrayList<>();
    this.calls = new ArrayList<>();
  }

  ChatRow(ChatRow row) {
    this.id = row.id;
    this.ownerId = row.ownerId;
    this.rootId = row.rootId;
    this.dynamicTools = row.dynamicTools;
    this.createdAt = row.createdAt;
    this.parentId = row.parentId;
    this.workspaceId = row.workspaceId;
    this.title = row.title;
    this.labels = row.labels;
    this.pinOrder = row.pinOrder;
    this.archived = row.archived;
    this.updatedAt = row.updatedAt;
    this.lastReadMessageId = row.lastReadMessageId;
    this.status = row.status;
    this.modelConfigId = row.modelConfigId;
    this.reasoningEffort = row.reasoningEffort;
    this.error = row.error;
    this.owner = row.owner;
    this.runnableSince = row.runnableSince;
    this.queuedForCapacity = row.queuedForCapacity;
    this.snapshotVersion = row.snapshotVersion;
    this.historyVersion = row.historyVersion;
    this.queueVersion = row.queueVersion;
    this.retryStateVersion = row.retryStateVersion;
    this.attempt = row.attempt;
    this.retry = row.retry;
    this.retryAt = row.retryAt;
    this.providerFailures = row.providerFailures;
    this.ownerDeaths = row.ownerDeaths;
    this.steps = row.steps;
    this.actionDeadline = row.actionDeadline;
    this.compactionRequestedAt = row.compactionRequestedAt;
    this.contextFromId = row.contextFromId;
    this.messages = new ArrayList<>(row.messages);
    this.queue = new ArrayList<>(row.queue);
    this.calls = new ArrayList<>(row.calls);
  }

  public ChatId id() {
    return id;
  }

  public UserId ownerId() {
    return ownerId;
  }

  public ChatStatus status() {
    return status;
  }

  public boolean archived() {
    return archived;
  }

  public ChatState state() {
    return ChatState.of(status, archived, queue.size());
  }

  public Optional<Owner> owner() {
    return owner;
  }

  public Optional<WorkerId> workerId() {
    return owner.map(Owner::worker);
  }

  public Optional<RunnerId> runnerId() {
    return owner.map(Owner::runner);
  }

  public Instant runnableSince() {
    return runnableSince;
  }

  public Versions versions() {
    return new Versions(snapshotVersion, historyVersion, queueVersion, retryStateVersion, attempt);
  }

  public TurnState.Counters counters() {
    return new TurnState.Counters(providerFailures, ownerDeaths, steps);
  }

  /// Tombstones and hidden messages included, by id.
  public List<MessageRow> messages() {
    return Collections.unmodifiableList(messages);
  }

  public List<QueuedRow> queue() {
    return Collections.unmodifiableList(queue);
  }

  /// Settled ones included, in call order.
  public List<ToolCallRow> calls() {
    return Collections.unmodifiableList(calls);
  }

  // What moves no version

  ChatRow withStarted(List<String> toolCallIds) {
    var marked = new ChatRow(this);
    marked.calls.replaceAll(call ->
        !call.settled() && toolCallIds.contains(call.call().toolCallId()) ? call.start() : call);
    return marked;
  }

  ChatRow withReadUpTo(long messageId) {
    var read = new ChatRow(this);
    read.lastReadMessageId = messageId;
    return read;
  }

  ChatRow withoutParent() {
    var orphan = new ChatRow(this);
    orphan.parentId = Optional.empty();
    return orphan;
  }

  // What the ports ask of it

  boolean isRunnable() {
    return status.isRunnable() && !archived;
  }

  /// Stands in line for a slot, or would if there were caps: a subagent's chat rides on its
  /// parent's.
  boolean isInLine() {
    return owner.isEmpty() && isRunnable() && status == ChatStatus.RUNNING && parentId.isEmpty();
  }

  /// Owned, and not waiting for its client.
  boolean holdsSlot() {
    return owner.isPresent()
        && parentId.isEmpty()
        && (status == ChatStatus.RUNNING || status == ChatStatus.INTERRUPTING);
  }

  /// Whether the history grew since its owner looked.
  boolean hasNews() {
    return !messages.isEmpty() && messages.getLast().id() > lastReadMessageId;
  }

  Stream<MessageRow> visible() {
    return messages.stream().filter(MessageRow::isVisible);
  }

  Stream<ToolCallRow> openCalls() {
    return calls.stream().filter(call -> !call.settled());
  }

  Stream<ToolCallRow> clientCalls() {
    return status == ChatStatus.REQUIRES_ACTION
        ? openCalls().filter(ToolCallRow::isClients)
        : Stream.empty();
  }

  // How others see it

  Hint hint(Hint.Kind kind) {
    return new Hint(kind, id, ownerId, versions(), status, archived, workerId(), runnerId());
  }

  Chat seen() {
    return new Chat(
        id,
        ownerId,
        title,
        status,
        archived,
        workerId(),
        workspaceId,
        parentId,
        rootId,
        modelConfigId,
        error,
        labels,
        pinOrder,
        createdAt,
        updatedAt,
        versions(),
        hasUnread(),
        queuedForCapacity);
  }

  private boolean hasUnread() {
    return visible()
        .anyMatch(row -> row.id() > lastReadMessageId && row.message().role() == Role.ASSISTANT);
  }

  TurnState turn(Instant now) {
    return turn(now, queue.size(), queueVersion);
  }

  /// To a runner that knows the queue as it was at an older version.
  TurnState turn(Instant now, int queued, long queuedAt) {
    return new TurnState(
        id,
        ownerId,
        workerId(),
        runnerId(),
        status,
        archived,
        new Versions(snapshotVersion, historyVersion, queuedAt, retryStateVersion, attempt),
        queued,
        modelConfigId,
        reasoningEffort,
        dynamicTools,
        counters(),
        retryAt.map(at -> millis(now, at)),
        actionDeadline.map(at -> millis(now, at)));
  }

  StreamRow streamed() {
    return new StreamRow(
        id,
        ownerId,
        status,
        archived,
        workerId(),
        versions(),
        error.filter(_ -> status == ChatStatus.ERROR),
        retry,
        clientCalls().map(ToolCallRow::call).toList());
  }

  private static Duration millis(Instant from, Instant to) {
    return Duration.ofMillis(Math.round(Duration.between(from, to).toNanos() / 1e6));
  }
}
