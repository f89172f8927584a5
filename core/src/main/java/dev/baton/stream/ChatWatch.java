package dev.baton.stream;

import dev.baton.chat.Chat;
import dev.baton.chat.ChatId;
import dev.baton.chat.UserId;
import dev.baton.pubsub.Hint;
import dev.baton.store.Actor;
import dev.baton.store.ChatPage;
import dev.baton.store.ChatQuery;
import dev.baton.store.ChatStore;
import dev.baton.store.StoreException;
import dev.baton.store.StreamCursor;
import dev.baton.time.Backoff;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One socket that shows its caller's list of chats, live. On one context, but for [#leave] and
/// [#close], which any thread may call.
///
/// Hints are coalesced by chat, and one read is in flight at a time, so a busy list costs no more
/// than its watcher can take: while the socket is full nothing is read.
public final class ChatWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ChatWatch.class);

  private static final int SNAPSHOT_CHATS = 50;
  private static final ChatQuery NEWEST =
      new ChatQuery(Optional.empty(), Optional.empty(), Map.of(), SNAPSHOT_CHATS, Optional.empty());
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
  private static final int FAILURES_BEFORE_GIVING_UP = 5;

  private final Actor actor;
  private final ChatStore store;
  private final Scheduler scheduler;
  private final Executor loop;
  private final Sink sink;
  private final Consumer<ChatWatch> onGone;

  private final Map<ChatId, ShownChat> told = new HashMap<>();
  private final SequencedMap<ChatId, Boolean> pending = new LinkedHashMap<>();
  private boolean hasSnapshot;
  private boolean mustList = true;
  private boolean isBusy;
  private boolean isGone;
  private int failures;

  ChatWatch(
      Actor actor,
      ChatStore store,
      Scheduler scheduler,
      Executor loop,
      Sink sink,
      Consumer<ChatWatch> onGone) {
    this.actor = actor;
    this.store = store;
    this.scheduler = scheduler;
    this.loop = loop;
    this.sink = sink;
    this.onGone = onGone;
  }

  /// The client has gone.
  public void leave() {
    loop.execute(this::drop);
  }

  /// Sends the client away.
  public void close(CloseCode code, String reason) {
    loop.execute(() -> dismiss(code, reason));
  }

  UserId owner() {
    return actor.id();
  }

  void open() {
    sink.onDrain(() -> loop.execute(this::advance));
    loop.execute(this::advance);
  }

  void hint(Hint hint) {
    loop.execute(() -> {
      pending.merge(hint.chatId(), hint.kind() == Hint.Kind.CREATED, Boolean::logicalOr);
      advance();
    });
  }

  /// Hints may have been missed.
  void resync() {
    loop.execute(() -> {
      mustList = true;
      advance();
    });
  }

  private void advance() {
    if (isBusy || isGone || sink.isFull()) {
      return;
    }
    if (mustList) {
      mustList = false;
      read(store.list(actor, NEWEST), this::onList, () -> mustList = true);
    } else if (!pending.isEmpty()) {
      var first = pending.firstEntry();
      var next = first.getKey();
      boolean created = first.getValue();
      pending.remove(next);
      read(
          chat(next),
          chat -> onChat(next, chat, created),
          () -> pending.merge(next, created, Boolean::logicalOr));
    }
  }

  private Future<Optional<Chat>> chat(ChatId id) {
    return store
        .chat(actor, id)
        .map(Optional::of)
        .recover(failure ->
            failure instanceof StoreException.NotFound
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure));
  }

  private <T> void read(Future<T> read, Consumer<T> then, Runnable again) {
    isBusy = true;
    read.onComplete(
        found -> {
          isBusy = false;
          failures = 0;
          if (!isGone) {
            then.accept(found);
            advance();
          }
        },
        failure -> {
          if (failure instanceof StoreException.Unavailable) {
            again.run();
            tryAgain(failure);
          } else {
            LOG.atError().addKeyValue("user_id", owner()).setCause(failure).log("a list broke");
            giveUp();
          }
        });
  }

  private void giveUp() {
    dismiss(CloseCode.INTERNAL, "the chats cannot be read at the moment");
  }

  private void tryAgain(Throwable failure) {
    failures++;
    if (failures >= FAILURES_BEFORE_GIVING_UP) {
      LOG.atWarn().addKeyValue("user_id", owner()).setCause(failure).log("a list is unreadable");
      giveUp();
      return;
    }
    LOG.atDebug().addKeyValue("user_id", owner()).setCause(failure).log("reading a list failed");
    scheduler.after(
        BACKOFF.after(failures),
        () -> {
          isBusy = false;
          advance();
        });
  }

  private void onList(ChatPage newest) {
    if (hasSnapshot) {
      told.keySet().forEach(chat -> pending.putIfAbsent(chat, false));
      newest.chats().forEach(chat -> compare(chat, false));
      newest.chats().forEach(chat -> pending.remove(chat.id()));
      return;
    }
    hasSnapshot = true;
    newest.chats().forEach(chat -> told.put(chat.id(), ShownChat.of(chat)));
    write(new WatchEvent.Snapshot(newest.chats()), new WatchEvent.Synced());
  }

  private void onChat(ChatId id, Optional<Chat> found, boolean created) {
    if (found.isPresent()) {
      compare(found.get(), created);
    } else if (told.remove(id) != null) {
      write(new WatchEvent.Deleted(id));
    }
  }

  private void compare(Chat chat, boolean created) {
    WatchEvent.between(Optional.ofNullable(told.get(chat.id())), chat, created)
        .ifPresent(event -> {
          told.put(chat.id(), ShownChat.of(chat));
          write(event);
        });
  }

  private void write(WatchEvent... events) {
    var encoded = List.of(events).stream().map(WatchEvent::encode).toList();
    sink.write(Frame.array(encoded), new StreamCursor.Beginning());
  }

  private void dismiss(CloseCode code, String reason) {
    if (drop()) {
      sink.close(code, reason);
    }
  }

  private boolean drop() {
    if (isGone) {
      return false;
    }
    isGone = true;
    onGone.accept(this);
    return true;
  }
}
