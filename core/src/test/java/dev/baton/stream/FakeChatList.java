package dev.baton.stream;

import dev.baton.chat.Chat;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.pubsub.Hint;
import dev.baton.store.Actor;
import dev.baton.store.ChatPage;
import dev.baton.store.ChatQuery;
import dev.baton.store.ChatStore;
import dev.baton.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A user's chats in memory. Reads are answered at once, or, once [#hold] was called, when the test
/// says so; what they see is the moment of the answer.
final class FakeChatList {

  private final UserId owner;
  private final Map<ChatId, Chat> chats = new LinkedHashMap<>();
  private final Deque<Runnable> open = new ArrayDeque<>();
  private final List<Actor> actors = new ArrayList<>();
  private final List<Hint> changed = new ArrayList<>();
  private boolean held;
  private boolean broken;
  private int clock;

  FakeChatList(UserId owner) {
    this.owner = owner;
  }

  ChatId add(String title) {
    return put(ChatId.random(), title, ChatStatus.RUNNING);
  }

  ChatId put(ChatId id, String title, ChatStatus status) {
    chats.put(id, chat(id, title, status, Instant.EPOCH.plusSeconds(++clock)));
    return id;
  }

  /// Changes nothing that a list shows.
  void bump(ChatId id) {
    var now = Objects.requireNonNull(chats.get(id));
    chats.put(id, chat(id, now.title(), now.status(), now.updatedAt()));
  }

  void remove(ChatId id) {
    chats.remove(id);
  }

  Hint hint(ChatId id, Hint.Kind kind) {
    return new Hint(
        kind,
        id,
        owner,
        new Versions(1, 1, 1, 1, 1),
        ChatStatus.RUNNING,
        false,
        Optional.empty(),
        Optional.empty());
  }

  /// The chat changes, and no hint of it arrives.
  void changeUnheard(ChatId id, String title, ChatStatus status) {
    put(id, title, status);
    changed.add(hint(id, Hint.Kind.CHANGED));
  }

  void hold() {
    held = true;
  }

  int open() {
    return open.size();
  }

  void answerNext() {
    open.remove().run();
  }

  void breakDown(boolean isBroken) {
    broken = isBroken;
  }

  List<Actor> actors() {
    return actors;
  }

  private Chat chat(ChatId id, String title, ChatStatus status, Instant updatedAt) {
    return new Chat(
        id,
        owner,
        title,
        status,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        id,
        new UUID(0, 0),
        Optional.empty(),
        Map.of(),
        0,
        Instant.EPOCH,
        updatedAt,
        new Versions(++clock, 1, 1, 1, 1),
        false,
        false);
  }

  private <T> Future<T> answer(Supplier<T> read) {
    var promise = Promise.<T>promise();
    Runnable complete =
        () -> {
          try {
            promise.complete(read.get());
          } catch (RuntimeException e) {
            promise.fail(e);
          }
        };
    if (held) {
      open.add(complete);
    } else {
      complete.run();
    }
    return promise.future();
  }

  private void requireWorking() {
    if (broken) {
      throw new StoreException.Unavailable("no database", new ConnectException());
    }
  }

  /// As the port, of which a watch uses these.
  ChatStore store() {
    return (ChatStore)
        Proxy.newProxyInstance(
            ChatStore.class.getClassLoader(),
            new Class<?>[] {ChatStore.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "list" -> list((Actor) arguments[0], (ChatQuery) arguments[1]);
                  case "changed" -> Future.succeededFuture(List.copyOf(changed));
                  case "chat" -> chat((Actor) arguments[0], (ChatId) arguments[1]);
                  default -> throw new UnsupportedOperationException(method + " by a watch");
                });
  }

  private Future<ChatPage> list(Actor actor, ChatQuery query) {
    actors.add(actor);
    return answer(() -> {
      requireWorking();
      return new ChatPage(
          chats.values().stream()
              .sorted(Comparator.comparing(Chat::updatedAt).reversed())
              .limit(query.limit())
              .toList(),
          Optional.empty());
    });
  }

  private Future<Chat> chat(Actor actor, ChatId id) {
    actors.add(actor);
    return answer(() -> {
      requireWorking();
      @Nullable Chat found = chats.get(id);
      if (found == null) {
        throw new StoreException.NotFound("Chat");
      }
      return found;
    });
  }
}
