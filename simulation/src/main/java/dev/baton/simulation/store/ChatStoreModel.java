package dev.baton.simulation.store;

import dev.baton.chat.Chat;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatMachine;
import dev.baton.chat.ChatState;
import dev.baton.chat.Decision;
import dev.baton.chat.Draft;
import dev.baton.chat.FallbackTitle;
import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Role;
import dev.baton.chat.UserId;
import dev.baton.pubsub.Hint;
import dev.baton.store.Actor;
import dev.baton.store.ChatPage;
import dev.baton.store.ChatPatch;
import dev.baton.store.ChatQuery;
import dev.baton.store.ChatStore;
import dev.baton.store.ClientAnswers;
import dev.baton.store.Edited;
import dev.baton.store.MessagePage;
import dev.baton.store.MessageQuery;
import dev.baton.store.NewChat;
import dev.baton.store.NewMessage;
import dev.baton.store.Refusals;
import dev.baton.store.Scope;
import dev.baton.store.Sent;
import dev.baton.store.StoreException;
import dev.baton.store.ToolAnswer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// The door for people.
final class ChatStoreModel implements ChatStore {

  private static final int LABEL_LIMIT = 50;

  private final StoreModel store;
  private final ChatListing listing;

  ChatStoreModel(StoreModel store) {
    this.store = store;
    this.listing = new ChatListing(store);
  }

  // Creating

  @Override
  public Future<Chat> create(Actor actor, NewChat chat) {
    return store.call(() -> {
      requireNoAuditor(actor);
      actor.require(Scope.CHAT_CREATE);
      requireFewLabels(Optional.of(chat.labels()));
      var command = new ChatCommand.Create(initial(actor, chat));
      var created = decided(new ChatChange(store, blank(actor, chat)), command);
      return created.commit(Hint.Kind.CREATED).seen();
    });
  }

  private ChatRow blank(Actor actor, NewChat chat) {
    var model = store.usableModel(chat.modelConfigId());
    var root = chat.parentChatId().map(parent -> rootOf(actor, parent));
    var id = new ChatId(store.newId());
    var title = chat.title().orElseGet(() -> FallbackTitle.of(chat.content()));
    var row =
        new ChatRow(
            id,
            actor.id(),
            root.orElse(id),
            Storable.text(title),
            model,
            chat.dynamicTools(),
            store.now());
    row.parentId = chat.parentChatId();
    row.workspaceId = chat.workspaceId();
    row.labels = sorted(chat.labels());
    return row;
  }

  private ChatId rootOf(Actor actor, ChatId parent) {
    return store
        .row(parent)
        .filter(row -> mayRead(actor, row))
        .map(row -> row.rootId)
        .orElseThrow(() -> new StoreException.NotFound("Parent chat"));
  }

  private static List<Draft> initial(Actor actor, NewChat chat) {
    var initial = new ArrayList<Draft>();
    chat.systemPrompt().map(Draft::system).ifPresent(initial::add);
    initial.add(Draft.user(chat.content(), actor.id(), chat.modelConfigId()));
    return initial;
  }

  // Reading

  @Override
  public Future<ChatPage> list(Actor actor, ChatQuery query) {
    return store.call(() -> {
      actor.require(Scope.CHAT_READ);
      return listing.list(actor, query);
    });
  }

  @Override
  public Future<Chat> chat(Actor actor, ChatId id) {
    return store.call(() -> readable(actor, id).seen());
  }

  @Override
  public Future<Chat> chatToChange(Actor actor, ChatId id) {
    return open(actor, id, ChatRow::seen);
  }

  @Override
  public Future<List<Hint>> changed(Collection<UserId> owners, Duration within) {
    return store.call(() -> {
      var since = store.now().minus(within);
      return store.rows().stream()
          .filter(row -> owners.contains(row.ownerId) && row.updatedAt.isAfter(since))
          .map(row -> row.hint(Hint.Kind.CHANGED))
          .toList();
    });
  }

  @Override
  public Future<MessagePage> messages(Actor actor, ChatId id, MessageQuery query) {
    return store.call(() -> ChatListing.messages(readable(actor, id), query));
  }

  @Override
  public Future<Void> markRead(Actor actor, ChatId id) {
    return store
        .call(() -> {
          actor.require(Scope.CHAT_READ);
          return store
              .row(id)
              .filter(row -> row.ownerId.equals(actor.id()) && row.hasNews())
              .map(this::readUp);
        })
        .mapEmpty();
  }

  private ChatRow readUp(ChatRow row) {
    var read = row.withReadUpTo(row.messages.getLast().id());
    store.put(read);
    store.publish(read.hint(Hint.Kind.CHANGED));
    return read;
  }

  // Changing

  @Override
  public Future<Sent> send(Actor actor, ChatId id, NewMessage message) {
    var draft = Draft.user(message.content(), actor.id(), message.modelConfigId());
    var command = new ChatCommand.Send(draft, message.busyBehavior());
    return open(
        actor,
        id,
        row -> {
          message.modelConfigId().ifPresent(model -> store.usableModel(Optional.of(model)));
          var change = new ChatChange(store, row).withEffort(message.reasoningEffort());
          decided(change, command).commit(Hint.Kind.CHANGED);
          return sent(change);
        });
  }

  /// A message that went through the queue and out of it in one move is in the history.
  private static Sent sent(ChatChange change) {
    return change
        .queued()
        .map(queued ->
            change.appended().stream()
                .filter(message -> message.queuedMessageId().orElse(0) == queued.id())
                .findFirst()
                .<Sent>map(Sent.Committed::new)
                .orElseGet(() -> new Sent.Queued(queued)))
        .orElseGet(() -> new Sent.Committed(change.appended().getLast()));
  }

  @Override
  public Future<Edited> edit(Actor actor, ChatId id, long messageId, List<Part> content) {
    var replacement = Draft.user(content, actor.id(), Optional.empty());
    return open(
        actor,
        id,
        row -> {
          requireUserMessage(row, messageId);
          var change = moved(row, new ChatCommand.Edit(messageId, replacement));
          return new Edited(change.appended().getLast(), change.deletedIds());
        });
  }

  @Override
  public Future<QueuedMessage> editQueued(
      Actor actor, ChatId id, long queuedId, List<Part> content) {
    var command = new ChatCommand.EditQueued(queuedId, content);
    return open(actor, id, row -> moved(row, command).queued().orElseThrow());
  }

  @Override
  public Future<Void> deleteQueued(Actor actor, ChatId id, long queuedId) {
    return change(actor, id, new ChatCommand.DeleteQueued(queuedId)).mapEmpty();
  }

  @Override
  public Future<Void> promote(Actor actor, ChatId id, long queuedId) {
    return change(actor, id, new ChatCommand.Promote(queuedId)).mapEmpty();
  }

  @Override
  public Future<Chat> interrupt(Actor actor, ChatId id) {
    return change(actor, id, new ChatCommand.Interrupt());
  }

  @Override
  public Future<Void> clear(Actor actor, ChatId id) {
    return change(actor, id, new ChatCommand.ClearContext()).mapEmpty();
  }

  @Override
  public Future<Void> retry(Actor actor, ChatId id) {
    return change(actor, id, new ChatCommand.RetryTurn()).mapEmpty();
  }

  @Override
  public Future<Void> submitToolResults(Actor actor, ChatId id, List<ToolAnswer> answers) {
    return open(
            actor,
            id,
            row -> {
              var open =
                  row.clientCalls()
                      .map(ToolCallRow::call)
                      .map(call -> new ClientAnswers.Open(call.toolCallId(), call.toolName()))
                      .toList();
              return moved(row, ClientAnswers.command(open, answers));
            })
        .mapEmpty();
  }

  @Override
  public Future<Chat> reconcile(Actor actor, ChatId id) {
    return open(
        actor,
        id,
        row ->
            row.state() instanceof ChatState.Invalid
                ? after(row, new ChatCommand.Reconcile())
                : row.seen());
  }

  @Override
  public Future<Chat> update(Actor actor, ChatId id, ChatPatch patch) {
    return store.call(() -> {
      requireFewLabels(patch.labels());
      return patched(locked(actor, id, Scope.CHAT_UPDATE), patch).seen();
    });
  }

  /// The archive flag by the machine, if it changes, and the columns, within one version.
  private ChatRow patched(ChatRow row, ChatPatch patch) {
    boolean isArchived = row.state().isArchived();
    boolean wanted = patch.archived().orElse(isArchived);
    var change = new ChatChange(store, row);
    if (wanted != isArchived) {
      decided(change, wanted ? new ChatCommand.Archive() : new ChatCommand.Unarchive());
    }
    boolean changes = write(patch, change.row);
    return wanted == isArchived && !changes
        ? row
        : change.commit(patch.title().isPresent() ? Hint.Kind.TITLED : Hint.Kind.CHANGED);
  }

  private static boolean write(ChatPatch patch, ChatRow row) {
    patch.title().ifPresent(title -> row.title = Storable.text(title));
    patch.pinOrder().ifPresent(order -> row.pinOrder = order);
    patch.labels().ifPresent(labels -> row.labels = sorted(labels));
    patch.workspaceId().ifPresent(workspace -> row.workspaceId = Optional.of(workspace));
    return patch.title().isPresent()
        || patch.pinOrder().isPresent()
        || patch.labels().isPresent()
        || patch.workspaceId().isPresent();
  }

  @Override
  public Future<Void> delete(Actor actor, ChatId id) {
    return store.call(() -> deleted(locked(actor, id, Scope.CHAT_DELETE))).mapEmpty();
  }

  /// The hint of the end is newer than every other one.
  private ChatRow deleted(ChatRow row) {
    if (!row.archived) {
      throw new StoreException.Conflict("Only an archived chat can be deleted: archive it first.");
    }
    var last = new ChatChange(store, row).row;
    store.remove(last);
    return last;
  }

  private Future<Chat> change(Actor actor, ChatId id, ChatCommand.Request command) {
    return open(actor, id, row -> after(row, command));
  }

  private Chat after(ChatRow row, ChatCommand.Request command) {
    return ChatMachine.decide(row.state(), command) instanceof Decision.Stay
        ? row.seen()
        : moved(row, command).row.seen();
  }

  private ChatChange moved(ChatRow row, ChatCommand.Request command) {
    var change = decided(new ChatChange(store, row), command);
    change.commit(Hint.Kind.CHANGED);
    return change;
  }

  /// Not for commands that may stay where they are.
  private static ChatChange decided(ChatChange change, ChatCommand.Request command) {
    return switch (ChatMachine.decide(change.from(), command)) {
      case Decision.Move move -> change.apply(move);
      case Decision.Refused refused -> throw Refusals.of(refused);
      case Decision.Stay _ -> throw new IllegalStateException("a command that stays");
    };
  }

  // Who may what

  private <T> Future<T> open(Actor actor, ChatId id, Function<ChatRow, T> step) {
    return store.call(() -> step.apply(locked(actor, id, Scope.CHAT_UPDATE)));
  }

  private ChatRow locked(Actor actor, ChatId id, Scope scope) {
    actor.require(scope);
    var row = visible(actor, id);
    requireNoAuditor(actor);
    if (!row.ownerId.equals(actor.id())) {
      throw new StoreException.Forbidden("Only the owner of a chat may change it.");
    }
    return row;
  }

  private ChatRow readable(Actor actor, ChatId id) {
    actor.require(Scope.CHAT_READ);
    return visible(actor, id);
  }

  private ChatRow visible(Actor actor, ChatId id) {
    return store
        .row(id)
        .filter(row -> mayRead(actor, row))
        .orElseThrow(() -> new StoreException.NotFound("Chat"));
  }

  private static boolean mayRead(Actor actor, ChatRow row) {
    return actor.readsEverything() || row.ownerId.equals(actor.id());
  }

  private static void requireNoAuditor(Actor actor) {
    if (actor.role() == Actor.Role.AUDITOR) {
      throw new StoreException.Forbidden("An auditor reads everything and changes nothing.");
    }
  }

  private static void requireFewLabels(Optional<Map<String, String>> labels) {
    if (labels.filter(map -> map.size() > LABEL_LIMIT).isPresent()) {
      throw new StoreException.Invalid(
          "labels", "A chat has at most %d labels.".formatted(LABEL_LIMIT));
    }
  }

  private static void requireUserMessage(ChatRow row, long messageId) {
    var target =
        row.visible()
            .filter(message -> message.id() == messageId)
            .findFirst()
            .orElseThrow(() -> new StoreException.NotFound("Chat message"));
    if (target.message().role() != Role.USER) {
      throw new StoreException.Invalid("message", "Only a user message can be edited.");
    }
  }

  private static Map<String, String> sorted(Map<String, String> labels) {
    return Collections.unmodifiableMap(new TreeMap<>(labels));
  }
}
