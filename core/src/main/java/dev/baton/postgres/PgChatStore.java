package dev.baton.postgres;

import dev.baton.chat.Chat;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatState;
import dev.baton.chat.Draft;
import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Role;
import dev.baton.chat.UserId;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.store.Actor;
import dev.baton.store.ChatPage;
import dev.baton.store.ChatPatch;
import dev.baton.store.ChatQuery;
import dev.baton.store.ChatStore;
import dev.baton.store.Edited;
import dev.baton.store.MessagePage;
import dev.baton.store.MessageQuery;
import dev.baton.store.NewChat;
import dev.baton.store.NewMessage;
import dev.baton.store.Scope;
import dev.baton.store.Sent;
import dev.baton.store.StoreException;
import dev.baton.store.ToolAnswer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The door for people, on PostgreSQL. Any thread; futures complete on the caller's context.
public final class PgChatStore implements ChatStore {

  /// Labels a chat may have.
  private static final int LABEL_LIMIT = 50;

  private static final String MARK_READ =
      """
      UPDATE chats c SET last_read_message_id = newest.id
      FROM (SELECT max(id) AS id FROM chat_messages WHERE chat_id = $1) newest
      WHERE c.id = $1 AND c.owner_id = $2 AND c.last_read_message_id < newest.id
      RETURNING
      """
          + ChatRows.HINT;

  private static final String CHANGED =
      "SELECT "
          + ChatRows.HINT
          + """
          FROM chats c
          WHERE c.owner_id = ANY ($1)
            AND c.updated_at > clock_timestamp() - $2::bigint * interval '1 millisecond'
          """;

  private static final String EDIT_TARGET =
      """
      SELECT role FROM chat_messages
      WHERE chat_id = $1 AND id = $2 AND NOT deleted AND NOT hidden
      """;

  private final Pool pool;
  private final ChatBus bus;
  private final ChatDoor door;
  private final ChatReads reads;

  public PgChatStore(Database database, ChatBus bus) {
    this.pool = database.pool();
    this.bus = bus;
    this.door = new ChatDoor(pool, bus);
    this.reads = new ChatReads(pool);
  }

  @Override
  public Future<Chat> create(Actor actor, NewChat chat) {
    if (actor.role() == Actor.Role.AUDITOR) {
      return Future.failedFuture(ChatDoor.auditor());
    }
    return Permission.of(actor, Scope.CHAT_CREATE)
        .compose(_ -> withinLimit(Optional.of(chat.labels())))
        .compose(_ ->
            door.publishing(
                Transactions.write(pool, tx -> new ChatCreation(tx, actor).create(chat))))
        .map(Applied::chat);
  }

  @Override
  public Future<ChatPage> list(Actor actor, ChatQuery query) {
    return reads.list(actor, query);
  }

  @Override
  public Future<Chat> chat(Actor actor, ChatId id) {
    return reads.chat(actor, id);
  }

  @Override
  public Future<Chat> chatToChange(Actor actor, ChatId id) {
    return Permission.of(actor, Scope.CHAT_UPDATE)
        .compose(_ -> reads.visible(actor, id))
        .map(chat -> {
          ChatDoor.requireOwner(actor, chat.ownerId());
          return chat;
        });
  }

  @Override
  public Future<MessagePage> messages(Actor actor, ChatId id, MessageQuery query) {
    return reads.messages(actor, id, query);
  }

  @Override
  public Future<Chat> update(Actor actor, ChatId id, ChatPatch patch) {
    return withinLimit(patch.labels())
        .compose(_ ->
            door.open(
                actor,
                id,
                _ -> Future.succeededFuture(patch),
                (tx, state, asked) -> new ChatUpdate(tx, id, asked).apply(state)))
        .map(Applied::chat);
  }

  @Override
  public Future<Void> delete(Actor actor, ChatId id) {
    return Permission.of(actor, Scope.CHAT_DELETE)
        .compose(_ ->
            door.openTo(
                actor,
                id,
                tx -> ChatDoor.read(tx, id),
                (tx, _, row) -> ChatUpdate.delete(tx, id, row)))
        .mapEmpty();
  }

  @Override
  public Future<Void> markRead(Actor actor, ChatId id) {
    return Permission.of(actor, Scope.CHAT_READ)
        .compose(
            _ -> pool.preparedQuery(MARK_READ).execute(Tuple.of(id.value(), actor.id().value())))
        .onSuccess(rows -> rows.forEach(row -> bus.publish(ChatRows.hint(row, Hint.Kind.CHANGED))))
        .mapEmpty();
  }

  @Override
  public Future<Sent> send(Actor actor, ChatId id, NewMessage message) {
    var draft = Draft.user(message.content(), actor.id(), message.modelConfigId());
    var command = new ChatCommand.Send(draft, message.busyBehavior());
    return door.open(
            actor,
            id,
            tx -> usable(tx, message.modelConfigId()),
            (tx, state, _) ->
                ChatDoor.decide(new MoveWriter(tx, id, message.reasoningEffort()), state, command))
        .map(PgChatStore::sent);
  }

  @Override
  public Future<Edited> edit(Actor actor, ChatId id, long messageId, List<Part> content) {
    var replacement = Draft.user(content, actor.id(), Optional.empty());
    return door.change(
            actor,
            id,
            tx ->
                tx.preparedQuery(EDIT_TARGET)
                    .execute(Tuple.of(id.value(), messageId))
                    .map(PgChatStore::requireUserMessage)
                    .map(_ -> new ChatCommand.Edit(messageId, replacement)))
        .map(applied -> new Edited(applied.appended().getLast(), applied.deletedIds()));
  }

  @Override
  public Future<QueuedMessage> editQueued(
      Actor actor, ChatId id, long queuedId, List<Part> content) {
    return door.change(actor, id, new ChatCommand.EditQueued(queuedId, content))
        .map(applied -> applied.queued().orElseThrow());
  }

  @Override
  public Future<Void> deleteQueued(Actor actor, ChatId id, long queuedId) {
    return door.change(actor, id, new ChatCommand.DeleteQueued(queuedId)).mapEmpty();
  }

  @Override
  public Future<Void> promote(Actor actor, ChatId id, long queuedId) {
    return door.change(actor, id, new ChatCommand.Promote(queuedId)).mapEmpty();
  }

  @Override
  public Future<Chat> interrupt(Actor actor, ChatId id) {
    return door.change(actor, id, new ChatCommand.Interrupt()).map(Applied::chat);
  }

  @Override
  public Future<List<Hint>> changed(Collection<UserId> owners, Duration within) {
    var ids = owners.stream().map(UserId::value).toArray(UUID[]::new);
    return pool.preparedQuery(CHANGED)
        .execute(Tuple.of(ids, within.toMillis()))
        .map(rows -> ChatReads.all(rows, row -> ChatRows.hint(row, Hint.Kind.CHANGED)));
  }

  @Override
  public Future<Void> clear(Actor actor, ChatId id) {
    return door.change(actor, id, new ChatCommand.ClearContext()).mapEmpty();
  }

  @Override
  public Future<Void> retry(Actor actor, ChatId id) {
    return door.change(actor, id, new ChatCommand.RetryTurn()).mapEmpty();
  }

  @Override
  public Future<Void> submitToolResults(Actor actor, ChatId id, List<ToolAnswer> answers) {
    return door.change(actor, id, tx -> ClientCalls.answered(tx, id, answers)).mapEmpty();
  }

  @Override
  public Future<Chat> reconcile(Actor actor, ChatId id) {
    return door.open(
            actor,
            id,
            _ -> Future.succeededFuture(new ChatCommand.Reconcile()),
            (tx, state, command) -> {
              var writer = new MoveWriter(tx, id, Optional.empty());
              return state instanceof ChatState.Invalid
                  ? ChatDoor.decide(writer, state, command)
                  : writer.nothing();
            })
        .map(Applied::chat);
  }

  private static Future<Void> withinLimit(Optional<Map<String, String>> labels) {
    return labels.filter(map -> map.size() > LABEL_LIMIT).isPresent()
        ? Future.failedFuture(
            new StoreException.Invalid(
                "labels", "A chat has at most %d labels.".formatted(LABEL_LIMIT)))
        : Future.succeededFuture();
  }

  private static Future<Optional<UUID>> usable(SqlConnection tx, Optional<UUID> model) {
    return model.isEmpty()
        ? Future.succeededFuture(model)
        : ChatCreation.model(tx, model).map(Optional::of);
  }

  private static Role requireUserMessage(RowSet<Row> target) {
    if (target.rowCount() == 0) {
      throw new StoreException.NotFound("Chat message");
    }
    var role = Role.ofWireName(target.iterator().next().getString("role"));
    if (role != Role.USER) {
      throw new StoreException.Invalid("message", "Only a user message can be edited.");
    }
    return role;
  }

  /// A message that went through the queue and out of it in one move is in the history.
  private static Sent sent(Applied applied) {
    var queued = applied.queued();
    if (queued.isEmpty()) {
      return new Sent.Committed(applied.appended().getLast());
    }
    return applied.appended().stream()
        .filter(message -> message.queuedMessageId().orElse(0) == queued.get().id())
        .findFirst()
        .<Sent>map(Sent.Committed::new)
        .orElseGet(() -> new Sent.Queued(queued.get()));
  }
}
