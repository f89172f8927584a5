package dev.baton.stream;

import dev.baton.chat.ChatError;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Retry;
import dev.baton.chat.Role;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import dev.baton.store.HistoryDelta;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamRead;
import dev.baton.store.StreamRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A chat as the database keeps it: each method that changes it is one transaction, which bumps the
/// snapshot version and keeps the others as the triggers do.
final class FakeChat {

  private record Row(Message message, long createdRevision, boolean deleted) {}

  final ChatId id = ChatId.random();
  final UserId owner = UserId.random();

  private final List<Row> rows = new ArrayList<>();
  private final List<QueuedMessage> queue = new ArrayList<>();
  private ChatStatus status = ChatStatus.RUNNING;
  private Optional<WorkerId> worker = Optional.empty();
  private @Nullable ChatError error;
  private @Nullable Retry retry;
  private List<Part.ToolCall> clientCalls = List.of();
  private long snapshot;
  private long history;
  private long queueVersion;
  private long retryState;
  private long attempt;
  private long nextId = 1;

  FakeChat(String text) {
    snapshot = 1;
    append(Role.USER, text);
  }

  // Transactions

  void acquire(WorkerId by) {
    snapshot++;
    worker = Optional.of(by);
  }

  void release() {
    snapshot++;
    worker = Optional.empty();
  }

  EpisodeId beginAttempt() {
    snapshot++;
    attempt++;
    clearRetry();
    return episode();
  }

  void recordRetry() {
    snapshot++;
    retryState = snapshot;
    retry =
        new Retry(
            1,
            1000,
            "overloaded",
            ErrorKind.OVERLOADED,
            Optional.empty(),
            OptionalInt.of(529),
            Instant.EPOCH);
  }

  /// What no transition of ours does, but the contract foresees.
  void callOffRetry() {
    snapshot++;
    clearRetry();
  }

  /// A step in the middle of a turn. With tools it begins their episode at once.
  void commitStep(String text, boolean withTools) {
    snapshot++;
    append(Role.ASSISTANT, text);
    attempt = withTools ? 1 : 0;
  }

  void finishTurn(String text) {
    snapshot++;
    append(Role.ASSISTANT, text);
    if (queue.isEmpty()) {
      rest(ChatStatus.WAITING);
    } else {
      promoteHead();
    }
  }

  void interrupt() {
    snapshot++;
    status = ChatStatus.INTERRUPTING;
  }

  /// `text` may be empty: nothing had been produced.
  void finishInterruption(String text) {
    snapshot++;
    if (!text.isEmpty()) {
      append(Role.ASSISTANT, text);
    }
    if (queue.isEmpty()) {
      rest(ChatStatus.WAITING);
    } else {
      status = ChatStatus.RUNNING;
      promoteHead();
    }
  }

  void fail(String why) {
    snapshot++;
    rest(ChatStatus.ERROR);
    error = ChatError.of(ErrorKind.GENERIC, why);
  }

  void retryTurn() {
    snapshot++;
    status = ChatStatus.RUNNING;
    error = null;
  }

  void requireAction(List<Part.ToolCall> calls) {
    snapshot++;
    status = ChatStatus.REQUIRES_ACTION;
    clientCalls = calls;
  }

  void completeAction(String result) {
    snapshot++;
    append(Role.TOOL, result);
    status = ChatStatus.RUNNING;
    clientCalls = List.of();
  }

  void send(String text) {
    snapshot++;
    append(Role.USER, text);
    status = ChatStatus.RUNNING;
    error = null;
  }

  long enqueue(String text) {
    snapshot++;
    queueVersion = snapshot;
    queue.add(
        new QueuedMessage(
            nextId++,
            id,
            List.of(new Part.Text(text)),
            Optional.empty(),
            Optional.of(owner),
            Instant.EPOCH));
    return queue.getLast().id();
  }

  /// Replaces a message: it and all after it are deleted.
  void edit(long messageId, String text) {
    snapshot++;
    rows.replaceAll(row -> row.message().id() < messageId || row.deleted() ? row : deleted(row));
    append(Role.USER, text);
    if (!queue.isEmpty()) {
      queue.clear();
      queueVersion = snapshot;
    }
    status = ChatStatus.RUNNING;
    error = null;
    clientCalls = List.of();
  }

  /// Changes a message in place, which keeps its id.
  void revise(long messageId, String text) {
    snapshot++;
    rows.replaceAll(row ->
        row.message().id() == messageId
            ? new Row(message(messageId, row.message().role(), text), row.createdRevision(), false)
            : row);
    historyChanged();
  }

  /// Something watchers are not told of.
  void retitle() {
    snapshot++;
  }

  // What a reader sees

  StreamRow row() {
    return new StreamRow(
        id,
        owner,
        status,
        false,
        worker,
        versions(),
        Optional.ofNullable(error),
        Optional.ofNullable(retry),
        clientCalls);
  }

  Versions versions() {
    return new Versions(snapshot, history, queueVersion, retryState, attempt);
  }

  EpisodeId episode() {
    return row().episode();
  }

  ChatStatus status() {
    return status;
  }

  Optional<WorkerId> worker() {
    return worker;
  }

  List<QueuedMessage> queue() {
    return List.copyOf(queue);
  }

  List<Message> messages() {
    return rows.stream().filter(row -> !row.deleted()).map(Row::message).toList();
  }

  Hint hint() {
    return hint(Hint.Kind.CHANGED);
  }

  Hint hint(Hint.Kind kind) {
    return new Hint(kind, id, owner, versions(), status, false, worker, Optional.empty());
  }

  StreamRead read(Optional<Versions> since, Optional<StreamCursor> joining) {
    boolean queueMoved = since.map(Versions::queue).filter(q -> q == queueVersion).isEmpty();
    return new StreamRead(
        row(),
        since.map(versions -> newerThan(versions.history())),
        joining.map(this::missing),
        queueMoved || joining.isPresent() ? Optional.of(queue()) : Optional.empty());
  }

  private HistoryDelta missing(StreamCursor cursor) {
    return switch (cursor) {
      case StreamCursor.Beginning() -> new HistoryDelta(false, messages());
      case StreamCursor.Position(var version, _, _) -> newerThan(version);
      case StreamCursor.AfterMessage(var messageId) -> after(messageId);
    };
  }

  private HistoryDelta newerThan(long version) {
    boolean reset =
        version > history
            || any(row ->
                row.deleted() && revision(row) > version && row.createdRevision() <= version);
    return reset
        ? new HistoryDelta(true, messages())
        : new HistoryDelta(
            false, messages().stream().filter(message -> message.revision() > version).toList());
  }

  private HistoryDelta after(long messageId) {
    var cursor =
        rows.stream().filter(row -> row.message().id() == messageId && !row.deleted()).findFirst();
    boolean reset =
        cursor.isEmpty()
            || any(row ->
                row.deleted()
                    && row.message().id() < messageId
                    && revision(row) > revision(cursor.get()));
    return reset
        ? new HistoryDelta(true, messages())
        : new HistoryDelta(
            false, messages().stream().filter(message -> message.id() > messageId).toList());
  }

  private boolean any(Predicate<Row> which) {
    return rows.stream().anyMatch(which);
  }

  private static long revision(Row row) {
    return row.message().revision();
  }

  private void rest(ChatStatus at) {
    status = at;
    worker = Optional.empty();
  }

  private void promoteHead() {
    var head = queue.removeFirst();
    queueVersion = snapshot;
    var text = ((Part.Text) head.content().getFirst()).text();
    append(Role.USER, text, OptionalLong.of(head.id()));
  }

  private void append(Role role, String text) {
    append(role, text, OptionalLong.empty());
  }

  private void append(Role role, String text, OptionalLong queuedId) {
    rows.add(new Row(message(nextId++, role, text, queuedId), snapshot, false));
    historyChanged();
  }

  private Message message(long messageId, Role role, String text) {
    return message(messageId, role, text, OptionalLong.empty());
  }

  private Message message(long messageId, Role role, String text, OptionalLong queuedId) {
    return new Message(
        messageId,
        id,
        role,
        List.of(new Part.Text(text)),
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        snapshot,
        queuedId,
        Optional.empty());
  }

  private Row deleted(Row row) {
    var old = row.message();
    var text = ((Part.Text) old.content().getFirst()).text();
    return new Row(message(old.id(), old.role(), text), row.createdRevision(), true);
  }

  private void historyChanged() {
    history = snapshot;
    attempt = 0;
    clearRetry();
  }

  private void clearRetry() {
    if (retry != null) {
      retry = null;
      retryState = snapshot;
    }
  }
}
