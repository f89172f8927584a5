package dev.baton.server.http;

import dev.baton.chat.Chat;
import dev.baton.chat.ChatId;
import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.UserId;
import dev.baton.chat.WorkerId;
import dev.baton.model.ModelConfig;
import dev.baton.pubsub.Hint;
import dev.baton.server.http.HttpApi.Stores;
import dev.baton.store.Actor;
import dev.baton.store.ChatPage;
import dev.baton.store.ChatPatch;
import dev.baton.store.ChatQuery;
import dev.baton.store.ChatStore;
import dev.baton.store.Edited;
import dev.baton.store.LeaseStore;
import dev.baton.store.MessagePage;
import dev.baton.store.MessageQuery;
import dev.baton.store.ModelStore;
import dev.baton.store.NewChat;
import dev.baton.store.NewMessage;
import dev.baton.store.Replica;
import dev.baton.store.Sent;
import dev.baton.store.StoreException;
import dev.baton.store.ToolAnswer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Stores that note what they are asked and answer with samples, or with a failure if told so.
public final class FakeStores {

  /// One call: the method's name and its arguments after the actor.
  public record Asked(String what, List<Object> with) {}

  public final List<Asked> asked = new CopyOnWriteArrayList<>();
  public final FakeAccounts accounts = new FakeAccounts(this);
  public volatile Sent sent = new Sent.Committed(Samples.message());
  public volatile Optional<String> nextPage = Optional.empty();
  private volatile @Nullable Throwable failure;
  private volatile Runnable onAsked = () -> {};
  private volatile Future<Void> readiness = Future.succeededFuture();

  public Stores stores() {
    return new Stores(new Chats(), accounts, new Models(), new Leases());
  }

  public void failWith(Throwable failure) {
    this.failure = failure;
  }

  public void onAsked(Runnable listener) {
    onAsked = listener;
  }

  /// Answers wait for this.
  public void holdUntil(Future<Void> readiness) {
    this.readiness = readiness;
  }

  public Asked lastAsked() {
    return asked.getLast();
  }

  <T> Future<T> answer(T value, String what, Object... with) {
    asked.add(new Asked(what, List.of(with)));
    onAsked.run();
    Throwable failure = this.failure;
    return failure == null ? readiness.map(value) : Future.failedFuture(failure);
  }

  Future<Void> done(String what, Object... with) {
    return answer(true, what, with).mapEmpty();
  }

  private final class Chats implements ChatStore {

    @Override
    public Future<Chat> create(Actor actor, NewChat chat) {
      return answer(Samples.chat(), "create", chat);
    }

    @Override
    public Future<ChatPage> list(Actor actor, ChatQuery query) {
      return answer(new ChatPage(List.of(Samples.chat()), nextPage), "list", query);
    }

    @Override
    public Future<Chat> chat(Actor actor, ChatId id) {
      return answer(Samples.chat(), "chat", id);
    }

    @Override
    public Future<Chat> chatToChange(Actor actor, ChatId id) {
      return answer(Samples.chat(), "chatToChange", id);
    }

    @Override
    public Future<Chat> update(Actor actor, ChatId id, ChatPatch patch) {
      return answer(Samples.chat(), "update", id, patch);
    }

    @Override
    public Future<Void> delete(Actor actor, ChatId id) {
      return done("delete", id);
    }

    @Override
    public Future<List<Hint>> changed(Collection<UserId> owners, Duration within) {
      return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Void> clear(Actor actor, ChatId id) {
      return done("clear", id);
    }

    @Override
    public Future<Void> markRead(Actor actor, ChatId id) {
      return Future.succeededFuture();
    }

    @Override
    public Future<MessagePage> messages(Actor actor, ChatId id, MessageQuery query) {
      var page = new MessagePage(List.of(Samples.message()), List.of(Samples.queued()), true);
      return answer(page, "messages", id, query);
    }

    @Override
    public Future<Sent> send(Actor actor, ChatId id, NewMessage message) {
      return answer(sent, "send", id, message);
    }

    @Override
    public Future<Edited> edit(Actor actor, ChatId id, long messageId, List<Part> content) {
      return answer(new Edited(Samples.message(), List.of(5L, 6L)), "edit", id, messageId, content);
    }

    @Override
    public Future<QueuedMessage> editQueued(
        Actor actor, ChatId id, long queuedId, List<Part> content) {
      return answer(Samples.queued(), "editQueued", id, queuedId, content);
    }

    @Override
    public Future<Void> deleteQueued(Actor actor, ChatId id, long queuedId) {
      return done("deleteQueued", id, queuedId);
    }

    @Override
    public Future<Void> promote(Actor actor, ChatId id, long queuedId) {
      return done("promote", id, queuedId);
    }

    @Override
    public Future<Chat> interrupt(Actor actor, ChatId id) {
      return answer(Samples.chat(), "interrupt", id);
    }

    @Override
    public Future<Void> retry(Actor actor, ChatId id) {
      return done("retry", id);
    }

    @Override
    public Future<Void> submitToolResults(Actor actor, ChatId id, List<ToolAnswer> answers) {
      return done("submitToolResults", id, answers);
    }

    @Override
    public Future<Chat> reconcile(Actor actor, ChatId id) {
      return answer(Samples.chat(), "reconcile", id);
    }
  }

  private final class Models implements ModelStore {

    @Override
    public Future<ProviderView> createProvider(Actor actor, ProviderDraft draft) {
      return answer(Samples.provider(draft.provider(), true), "createProvider", draft);
    }

    @Override
    public Future<List<ProviderView>> providers(Actor actor) {
      return answer(List.of(Samples.provider("openai", false)), "providers");
    }

    @Override
    public Future<ProviderView> updateProvider(Actor actor, UUID id, ProviderPatch patch) {
      return answer(Samples.provider("openai", true), "updateProvider", id, patch);
    }

    @Override
    public Future<Void> deleteProvider(Actor actor, UUID id) {
      return done("deleteProvider", id);
    }

    @Override
    public Future<ModelConfig> createModel(Actor actor, ModelDraft draft) {
      return answer(Samples.model(), "createModel", draft);
    }

    @Override
    public Future<List<ModelConfig>> models(Actor actor) {
      return answer(List.of(Samples.model()), "models");
    }

    @Override
    public Future<ModelConfig> updateModel(Actor actor, UUID id, ModelPatch patch) {
      return answer(Samples.model(), "updateModel", id, patch);
    }

    @Override
    public Future<Void> deleteModel(Actor actor, UUID id) {
      return done("deleteModel", id);
    }

    @Override
    public Future<Optional<Resolved>> resolve(UUID modelConfigId) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Leases implements LeaseStore {

    @Override
    public Future<Void> register(Registration registration) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Renewal> renew(WorkerId worker, Load load, Duration ttl) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> remove(WorkerId worker) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Boolean> deleteIfSilent(WorkerId worker, Duration silence) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<List<Replica>> replicas(Actor actor) {
      if (actor.role() != Actor.Role.ADMIN) {
        return Future.failedFuture(new StoreException.Forbidden("Only an admin."));
      }
      return answer(List.of(Samples.replica()), "replicas");
    }
  }
}
