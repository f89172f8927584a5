package dev.baton.simulation.store;

import dev.baton.chat.ChatId;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import dev.baton.store.AdmissionConfig;
import dev.baton.store.ChatStore;
import dev.baton.store.LeaseStore;
import dev.baton.store.StoreException;
import dev.baton.store.StreamStore;
import dev.baton.store.TurnStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The rows, and the four ports over them. One thread at a time.
///
/// Rows come out in the order of their creation and do not change: a change puts a new row in the
/// place of the old one.
public final class StoreModel {

  final Map<ChatId, ChatRow> chats = new LinkedHashMap<>();
  final Map<WorkerId, ReplicaRow> replicas = new LinkedHashMap<>();

  private final RandomGenerator ids;
  private final InstantSource clock;
  private final Consumer<Hint> hints;
  private final Fence fence;
  private final AdmissionConfig caps;
  private final Set<UUID> models = new HashSet<>();
  private Optional<UUID> defaultModel = Optional.empty();
  private final List<Hint> unsaid = new ArrayList<>();
  private long lastMessageId;
  private long lastQueuedId;

  /// @param ids where the ids of chats and runners come from
  /// @param clock the database's
  /// @param hints is told of each change after it was made, on the caller's thread
  public StoreModel(RandomGenerator ids, InstantSource clock, Consumer<Hint> hints) {
    this(ids, clock, hints, Fence.WHOLE, AdmissionConfig.DEFAULTS);
  }

  /// A store that leaves comparisons away.
  public StoreModel(RandomGenerator ids, InstantSource clock, Consumer<Hint> hints, Fence fence) {
    this(ids, clock, hints, fence, AdmissionConfig.DEFAULTS);
  }

  /// A store with caps, that makes the comparisons of the fence.
  public StoreModel(
      RandomGenerator ids,
      InstantSource clock,
      Consumer<Hint> hints,
      Fence fence,
      AdmissionConfig caps) {
    this.ids = ids;
    this.clock = clock;
    this.hints = hints;
    this.fence = fence;
    this.caps = caps;
  }

  public ChatStore chats() {
    return new ChatStoreModel(this);
  }

  public TurnStore turns() {
    return new TurnStoreModel(this, fence, caps);
  }

  public StreamStore streams() {
    return new StreamStoreModel(this);
  }

  public LeaseStore leases() {
    return new LeaseStoreModel(this, fence);
  }

  // For checkers

  public Collection<ChatRow> rows() {
    return Collections.unmodifiableCollection(chats.values());
  }

  public Optional<ChatRow> row(ChatId chat) {
    return Optional.ofNullable(chats.get(chat));
  }

  public Collection<ReplicaRow> leaseRows() {
    return Collections.unmodifiableCollection(replicas.values());
  }

  // What an administrator sets up

  /// Makes a model usable.
  public void offer(UUID model) {
    models.add(model);
  }

  /// Makes a model usable, and the one of chats that name none.
  public void offerByDefault(UUID model) {
    models.add(model);
    defaultModel = Optional.of(model);
  }

  /// Makes a model unusable for new chats and messages.
  public void withdraw(UUID model) {
    models.remove(model);
    defaultModel = defaultModel.filter(it -> !it.equals(model));
  }

  // For the ports

  /// A call: an answer, or the failure that was thrown. Its hints go out when all of it is done, so
  /// whoever hears one may call again at once.
  <T> Future<T> call(Supplier<T> work) {
    Future<T> answer = Future.<Void>succeededFuture().map(_ -> work.get());
    var told = List.copyOf(unsaid);
    unsaid.clear();
    told.forEach(hints);
    return answer;
  }

  /// The model that was asked for, or the default one.
  UUID usableModel(Optional<UUID> asked) {
    return asked
        .map(id -> Optional.of(id).filter(models::contains))
        .orElse(defaultModel)
        .orElseThrow(() ->
            new StoreException.Invalid(
                "model_config_id",
                asked.isPresent()
                    ? "The chat model config does not exist or is disabled."
                    : "No default chat model config is configured."));
  }

  void put(ChatRow row) {
    chats.put(row.id(), row);
  }

  /// With all that belongs to the chat. Its children stay.
  void remove(ChatRow last) {
    chats.remove(last.id());
    chats.replaceAll(
        (_, row) -> row.parentId.filter(last.id()::equals).isPresent() ? row.withoutParent() : row);
    publish(last.hint(Hint.Kind.DELETED));
  }

  void publish(Hint hint) {
    unsaid.add(hint);
  }

  /// In microseconds, as PostgreSQL keeps it.
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  UUID newId() {
    return new UUID(ids.nextLong(), ids.nextLong());
  }

  long nextMessageId() {
    return ++lastMessageId;
  }

  long nextQueuedId() {
    return ++lastQueuedId;
  }
}
