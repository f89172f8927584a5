package dev.baton.simulation.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Message;
import dev.baton.chat.Role;
import dev.baton.chat.RunnerId;
import dev.baton.chat.UserId;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import dev.baton.store.Actor;
import dev.baton.store.AdmissionConfig;
import dev.baton.store.StoreUnderTest;
import dev.baton.store.TurnHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/// The model of the store. Its clock moves on with every look, so that no two rows are of one age.
final class ModelUnderTest extends StoreUnderTest {

  private final StoreModel store;

  ModelUnderTest() {
    this(AdmissionConfig.DEFAULTS);
  }

  ModelUnderTest(AdmissionConfig caps) {
    this(new ArrayList<>(), caps);
  }

  private ModelUnderTest(List<Hint> published, AdmissionConfig caps) {
    this(
        new StoreModel(new Random(1), new MovingClock(), published::add, Fence.WHOLE, caps),
        published);
  }

  private ModelUnderTest(StoreModel model, List<Hint> published) {
    store = model;
    super(new Ports(model.chats(), model.turns(), model.streams(), model.leases()), published);
  }

  @Override
  public Actor user(Actor.Role role) {
    return new Actor(UserId.random(), role);
  }

  @Override
  public UUID model(String name) {
    var model = UUID.randomUUID();
    store.offer(model);
    return model;
  }

  @Override
  public void makeDefault(UUID model) {
    store.offerByDefault(model);
  }

  @Override
  public void makeNoneDefault() {
    store.withdraw(model);
    store.offer(model);
  }

  @Override
  public void withdraw(UUID model) {
    store.withdraw(model);
  }

  @Override
  public void age(WorkerId worker, Duration by) {
    store.replicas.computeIfPresent(worker, (_, row) -> row.renewed(row.renewedAt().minus(by)));
  }

  @Override
  public Instant now() {
    return store.now();
  }

  @Override
  public int leaseRows() {
    return store.leaseRows().size();
  }

  @Override
  public void own(ChatId chat, WorkerId worker) {
    force(
        chat,
        row -> {
          row.snapshotVersion++;
          row.owner = Optional.of(new ChatRow.Owner(worker, RunnerId.random()));
          row.queuedForCapacity = false;
        });
  }

  @Override
  public void force(ChatId chat, ChatStatus status) {
    if (store.row(chat).orElseThrow().status == status) {
      return;
    }
    force(
        chat,
        row -> {
          row.retryStateVersion =
              row.retry.isPresent() ? row.snapshotVersion : row.retryStateVersion;
          row.retry = Optional.empty();
          row.retryAt = Optional.empty();
          row.status = status;
          row.updatedAt = store.now();
        });
  }

  @Override
  public void forgetBefore(ChatId chat, long messageId) {
    force(chat, row -> row.contextFromId = messageId);
  }

  @Override
  public void letWait(ChatId chat, Duration longer) {
    force(
        chat,
        row -> {
          row.runnableSince = row.runnableSince.minus(longer);
          row.updatedAt = row.updatedAt.minus(longer);
        });
  }

  @Override
  public void addHidden(ChatId chat) {
    change(chat, row -> row.messages.add(hidden(row)));
  }

  @Override
  public void deleteAlone(ChatId chat, long messageId) {
    change(
        chat,
        row ->
            row.messages.replaceAll(message ->
                message.id() == messageId ? message.deletedAt(row.snapshotVersion) : message));
  }

  private MessageRow hidden(ChatRow row) {
    var message =
        new Message(
            store.nextMessageId(),
            row.id,
            Role.SYSTEM,
            List.of(),
            store.now(),
            Optional.empty(),
            Optional.empty(),
            row.snapshotVersion,
            OptionalLong.empty(),
            Optional.empty());
    return new MessageRow(message, true, false, row.snapshotVersion);
  }

  /// A change of the history in a version of its own.
  private void change(ChatId chat, Consumer<ChatRow> what) {
    force(
        chat,
        row -> {
          row.snapshotVersion++;
          row.historyVersion = row.snapshotVersion;
          what.accept(row);
        });
  }

  private void force(ChatId chat, Consumer<ChatRow> what) {
    var row = new ChatRow(store.row(chat).orElseThrow());
    what.accept(row);
    store.put(row);
  }

  @Override
  public TurnHistory history(ChatId chat) {
    return TurnStoreModel.history(store.row(chat).orElseThrow());
  }

  @Override
  public RawChat raw(ChatId chat) {
    var row = store.row(chat).orElseThrow();
    return new RawChat(
        RawRows.chat(row),
        raw(row.messages(), RawRows::message),
        raw(row.queue(), RawRows::queued),
        raw(row.calls(), call -> RawRows.call(row, call)));
  }

  private static <T> List<JsonNode> raw(List<T> rows, Function<T, JsonNode> columns) {
    return rows.stream().map(columns).toList();
  }

  @Override
  public void clear() {
    store.chats.clear();
    store.replicas.clear();
    hints.clear();
  }

  private static final class MovingClock implements InstantSource {

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    @Override
    public Instant instant() {
      now = now.plusNanos(1_000);
      return now;
    }
  }
}
