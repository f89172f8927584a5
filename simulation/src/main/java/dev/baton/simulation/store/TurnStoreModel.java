package dev.baton.simulation.store;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatMachine;
import dev.baton.chat.ChatState;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Decision;
import dev.baton.chat.Effect;
import dev.baton.chat.Role;
import dev.baton.chat.RunnerId;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import dev.baton.simulation.store.Fence.Check;
import dev.baton.store.Acquired;
import dev.baton.store.AdmissionConfig;
import dev.baton.store.Begun;
import dev.baton.store.Commit;
import dev.baton.store.Taken;
import dev.baton.store.TurnHistory;
import dev.baton.store.TurnState;
import dev.baton.store.TurnStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The worker's side.
final class TurnStoreModel implements TurnStore {

  /// A chat that nobody took for so long stands in line.
  private static final Duration LINE = Duration.ofSeconds(1);

  private static final int NOTED_AT_ONCE = 200;
  private static final Admission TO_EVERYBODY = new Admission(AdmissionConfig.DEFAULTS);

  private final StoreModel store;
  private final Fence fence;
  private final Admission admission;

  TurnStoreModel(StoreModel store, Fence fence, AdmissionConfig caps) {
    this.store = store;
    this.fence = fence;
    this.admission = new Admission(caps);
  }

  // Taking chats

  @Override
  public Future<Taken> acquire(WorkerId worker, int atMost) {
    return store.call(() -> atMost <= 0 ? Taken.NOTHING : acquired(worker, atMost));
  }

  private Taken acquired(WorkerId worker, int atMost) {
    Predicate<ChatRow> isFree = row -> fence.passes(Check.UNOWNED, row.owner.isEmpty());
    var taken = take(worker, admission.pick(store.rows(), isFree, atMost));
    return new Taken(
        taken,
        admission.caps().isCapped()
            ? store.rows().stream().anyMatch(ChatRow::isInLine)
            : taken.size() == atMost);
  }

  @Override
  public Future<Void> noteWaiting() {
    return store
        .call(() -> {
          var since = store.now().minus(LINE);
          return store.rows().stream()
              .filter(row -> row.owner.isEmpty() && !row.archived)
              .filter(row -> row.status == ChatStatus.RUNNING && !row.queuedForCapacity)
              .filter(row -> row.updatedAt.isBefore(since))
              .sorted(Comparator.comparing(row -> row.updatedAt))
              .limit(NOTED_AT_ONCE)
              .toList()
              .stream()
              .map(this::noted)
              .toList();
        })
        .mapEmpty();
  }

  private ChatRow noted(ChatRow row) {
    var change = new ChatChange(store, row);
    change.row.queuedForCapacity = true;
    return change.commit(Hint.Kind.CHANGED);
  }

  @Override
  public Future<List<Acquired>> takeOver(WorkerId worker, int atMost) {
    return store.call(
        () -> take(worker, TO_EVERYBODY.pick(store.rows(), row -> isOrphan(row, worker), atMost)));
  }

  private boolean isOrphan(ChatRow row, WorkerId taker) {
    return row.workerId()
        .filter(owner -> !owner.equals(taker))
        .filter(owner -> fence.passes(Check.OWNER_DEAD, !isAlive(owner)))
        .isPresent();
  }

  private List<Acquired> take(WorkerId worker, List<ChatRow> picked) {
    return fence.passes(Check.TAKER_ALIVE, isAlive(worker))
        ? picked.stream().map(row -> take(worker, row)).toList()
        : List.of();
  }

  private Acquired take(WorkerId worker, ChatRow row) {
    var owner = new ChatRow.Owner(worker, new RunnerId(store.newId()));
    var change = new ChatChange(store, row);
    change.row.owner = Optional.of(owner);
    change.row.ownerDeaths += row.owner.isPresent() ? 1 : 0;
    var taken = change.commit(Hint.Kind.CHANGED);
    return new Acquired(taken.turn(store.now()), owner.runner(), row.workerId());
  }

  private boolean isAlive(WorkerId worker) {
    var lease = store.replicas.get(worker);
    return lease != null && lease.isGood(store.now());
  }

  @Override
  public Future<Boolean> release(ChatId chat, RunnerId runner) {
    return store.call(() ->
        store
            .row(chat)
            .filter(row -> row.owner.isPresent() && isRunners(row, runner))
            .map(this::released)
            .isPresent());
  }

  private ChatRow released(ChatRow row) {
    var change = new ChatChange(store, row);
    change.row.owner = Optional.empty();
    return change.commit(Hint.Kind.CHANGED);
  }

  // Reading

  @Override
  public Future<Optional<TurnState>> state(ChatId chat) {
    return store.call(() -> store.row(chat).map(row -> row.turn(store.now())));
  }

  @Override
  public Future<List<Hint>> owned(WorkerId worker) {
    return store.call(() ->
        store.rows().stream()
            .filter(row -> row.workerId().filter(worker::equals).isPresent())
            .map(row -> row.hint(Hint.Kind.CHANGED))
            .toList());
  }

  // Writing

  @Override
  public Future<Optional<Begun>> begin(TurnState from) {
    return store.call(() ->
        moved(from, new ChatCommand.BeginAttempt())
            .map(moved -> new Begun(moved.after(from, store.now()), history(moved.row()))));
  }

  static TurnHistory history(ChatRow row) {
    return new TurnHistory(
        row.messages.stream()
            .filter(message -> !message.deleted() && isTold(message, row.contextFromId))
            .map(MessageRow::message)
            .toList(),
        row.openCalls().map(ToolCallRow::asOpenCall).toList());
  }

  /// A clearing or a summary hides what was before it, but not the system's own words.
  private static boolean isTold(MessageRow row, long contextFromId) {
    return row.id() >= contextFromId || (row.hidden() && row.message().role() == Role.SYSTEM);
  }

  @Override
  public Future<Commit> commit(TurnState from, ChatCommand.Work command) {
    return store.call(() ->
        moved(from, command)
            .<Commit>map(moved -> new Commit.Committed(moved.after(from, store.now())))
            .orElseGet(Commit.Missed::new));
  }

  /// Makes the move and tells of it; empty if the fence no longer matches.
  private Optional<Moved> moved(TurnState from, ChatCommand.Work command) {
    if (from.runnerId().isEmpty()
        || !(ChatMachine.decide(from.state(), command) instanceof Decision.Move move)) {
      throw new IllegalArgumentException(
          "no %s in %s of chat %s"
              .formatted(command.getClass().getSimpleName(), from.state().label(), from.chatId()));
    }
    return store
        .row(from.chatId())
        .filter(row -> stillIs(row, from) && failedAsOften(row, from))
        .filter(row -> !dependsOnQueue(move) || knowsQueue(row, from))
        .map(row -> new ChatChange(store, row).apply(move).commit(Hint.Kind.CHANGED))
        .map(row -> new Moved(row, promotesHead(move)));
  }

  private record Moved(ChatRow row, boolean promotedHead) {

    /// The runner knows the queue as it was at the version that it read, less what the move took.
    TurnState after(TurnState from, Instant now) {
      return promotedHead
          ? row.turn(now, from.queued() - 1, row.queueVersion)
          : row.turn(now, from.queued(), from.versions().queue());
    }
  }

  @Override
  public Future<Commit> markStarted(TurnState from, List<String> toolCallIds) {
    return store.call(() ->
        store
            .row(from.chatId())
            .filter(row -> stillIs(row, from))
            .map(row -> started(row, from, toolCallIds))
            .orElseGet(Commit.Missed::new));
  }

  private Commit started(ChatRow row, TurnState from, List<String> toolCallIds) {
    store.put(row.withStarted(toolCallIds));
    return new Commit.Committed(row.turn(store.now(), from.queued(), from.versions().queue()));
  }

  // The fence

  private boolean stillIs(ChatRow row, TurnState from) {
    var read = from.versions();
    return from.runnerId().filter(runner -> isRunners(row, runner)).isPresent()
        && fence.passes(Check.STATUS, row.status == from.status())
        && fence.passes(Check.HISTORY, row.historyVersion == read.history())
        && fence.passes(Check.ATTEMPT, row.attempt == read.attempt());
  }

  private boolean failedAsOften(ChatRow row, TurnState from) {
    return fence.passes(Check.FAILURES, row.providerFailures == from.counters().providerFailures());
  }

  private boolean isRunners(ChatRow row, RunnerId runner) {
    return fence.passes(Check.RUNNER, row.runnerId().filter(runner::equals).isPresent());
  }

  private boolean knowsQueue(ChatRow row, TurnState from) {
    return fence.passes(Check.QUEUE, row.queueVersion == from.versions().queue());
  }

  /// Whether the move is another one if a message was queued in the meantime.
  private static boolean dependsOnQueue(Decision.Move move) {
    return promotesHead(move) || move.next() instanceof ChatState.Waiting;
  }

  private static boolean promotesHead(Decision.Move move) {
    return move.effects().stream().anyMatch(Effect.PromoteHead.class::isInstance);
  }
}
