package dev.baton.stream;

import dev.baton.chat.ChatId;
import dev.baton.pubsub.Hint;
import dev.baton.relay.PartsSource;
import dev.baton.store.StoreException;
import dev.baton.store.StreamCursor.Position;
import dev.baton.store.StreamRead;
import dev.baton.store.StreamStore;
import dev.baton.stream.ChatStream.Standing;
import dev.baton.time.Backoff;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows when a watched chat must be read, and reads it: one read at a time, however many watchers
/// and hints there are. What is made of a read is the matter of [Audience].
///
/// Nobody joins between versions: the read that serves joiners also brings those attached to the
/// same version. On one context; the first methods may be called from any thread.
final class ChatFeed {

  private static final Logger LOG = LoggerFactory.getLogger(ChatFeed.class);

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
  private static final int FAILURES_BEFORE_GIVING_UP = 5;

  private final ChatId chat;
  private final StreamStore store;
  private final Scheduler scheduler;
  private final Executor loop;
  private final Consumer<ChatStream> onGone;

  private final Audience audience;
  private final Deque<ChatStream> joining = new ArrayDeque<>();
  private @Nullable Hint newest;
  private boolean isSuspect;
  private boolean isBusy;
  private int failures;

  /// @param loop runs one task at a time, in order
  /// @param onGone called once for each watcher that has gone, on the loop
  ChatFeed(
      ChatId chat,
      StreamStore store,
      PartsSource source,
      Scheduler scheduler,
      Executor loop,
      Consumer<ChatStream> onGone) {
    this.chat = chat;
    this.store = store;
    this.scheduler = scheduler;
    this.loop = loop;
    this.onGone = onGone;
    this.audience = new Audience(new Preview(source, loop, this::showParts), this::enqueue);
  }

  // Asked from any thread

  void join(ChatStream stream) {
    loop.execute(() -> {
      audience.add(stream);
      enqueue(stream);
      advance();
    });
  }

  void leave(ChatStream stream) {
    loop.execute(() -> drop(stream));
  }

  void close(ChatStream stream, CloseCode code, String reason) {
    loop.execute(() -> dismiss(stream, code, reason));
  }

  /// The watcher's socket was full and can take more.
  void drained(ChatStream stream) {
    loop.execute(() -> {
      switch (stream.standing()) {
        case ATTACHED -> showParts();
        case STALLED -> {
          enqueue(stream);
          advance();
        }
        case JOINING, GONE -> {}
      }
    });
  }

  void hint(Hint hint) {
    loop.execute(() -> {
      isSuspect |= hint.kind() == Hint.Kind.DELETED;
      if (newest == null || hint.versions().snapshot() > newest.versions().snapshot()) {
        newest = hint;
      }
      advance();
    });
  }

  /// As [#hint], but found by comparing: if it is news, a hint was lost.
  ///
  /// @param onLost called on the loop if it was
  void compared(Hint row, Runnable onLost) {
    loop.execute(() -> {
      var before = newest;
      if (audience.told().filter(told -> StreamLogic.isWorthReading(told, row)).isPresent()
          && (before == null || row.versions().snapshot() > before.versions().snapshot())) {
        onLost.run();
      }
    });
    hint(row);
  }

  /// See [Audience#lag].
  Future<Long> lag() {
    var lag = Promise.<Long>promise();
    loop.execute(() -> lag.complete(audience.lag()));
    return lag.future();
  }

  /// The store did not know the chat a moment ago.
  void missing() {
    loop.execute(() -> {
      isSuspect = true;
      advance();
    });
  }

  // Reading

  private void showParts() {
    audience.showParts();
    advance();
  }

  private void enqueue(ChatStream stream) {
    stream.become(Standing.JOINING);
    joining.add(stream);
  }

  private void advance() {
    if (isBusy || audience.isEmpty() || (joining.isEmpty() && !isBehind())) {
      return;
    }
    isBusy = true;
    isSuspect = false;
    var joiners = nextJoiners();
    store
        .read(
            chat,
            audience.told().map(told -> told.row().versions()),
            joiners.stream().findFirst().map(ChatStream::cursor))
        .onComplete(read -> onRead(read, joiners), failure -> onFailure(failure, joiners));
  }

  private boolean isBehind() {
    var hint = newest;
    return isSuspect
        || (hint != null
            && audience.told().filter(told -> StreamLogic.isWorthReading(told, hint)).isPresent());
  }

  /// Those that one read can serve: they lack the same messages.
  private List<ChatStream> nextJoiners() {
    var served = new ArrayList<ChatStream>();
    while (!joining.isEmpty()
        && (served.isEmpty() || lackTheSame(served.getFirst(), joining.peek()))) {
      served.add(joining.remove());
    }
    return served;
  }

  private static boolean lackTheSame(ChatStream one, ChatStream other) {
    if (one.cursor() instanceof Position(var history, _, _)
        && other.cursor() instanceof Position(var otherHistory, _, _)) {
      return history == otherHistory;
    }
    return one.cursor().equals(other.cursor());
  }

  private void onRead(Optional<StreamRead> found, List<ChatStream> joiners) {
    if (found.isPresent() && audience.isAheadOf(found.get())) {
      tryAgain(new IllegalStateException("the store answered with an older version"), joiners);
      return;
    }
    isBusy = false;
    failures = 0;
    if (found.isEmpty()) {
      dismissAll(CloseCode.NORMAL, "the chat was deleted");
    } else if (!audience.isEmpty()) {
      audience.tell(found.get(), joiners);
      advance();
    }
  }

  private void onFailure(Throwable failure, List<ChatStream> joiners) {
    if (failure instanceof StoreException.Unavailable) {
      tryAgain(failure, joiners);
    } else {
      LOG.atError().addKeyValue("chat_id", chat).setCause(failure).log("reading a chat broke");
      giveUp();
    }
  }

  private void giveUp() {
    isBusy = false;
    failures = 0;
    dismissAll(CloseCode.INTERNAL, "the chat cannot be read at the moment");
  }

  private void tryAgain(Throwable failure, List<ChatStream> joiners) {
    failures++;
    if (failures >= FAILURES_BEFORE_GIVING_UP) {
      LOG.atWarn()
          .addKeyValue("chat_id", chat)
          .setCause(failure)
          .log("a watched chat is unreadable");
      giveUp();
      return;
    }
    LOG.atDebug().addKeyValue("chat_id", chat).setCause(failure).log("reading a chat failed");
    joiners.reversed().forEach(joining::addFirst);
    isSuspect = true;
    scheduler.after(
        BACKOFF.after(failures),
        () -> {
          isBusy = false;
          advance();
        });
  }

  // Parting

  private boolean drop(ChatStream stream) {
    if (!audience.remove(stream)) {
      return false;
    }
    joining.remove(stream);
    onGone.accept(stream);
    return true;
  }

  private void dismiss(ChatStream stream, CloseCode code, String reason) {
    if (drop(stream)) {
      stream.dismiss(code, reason);
    }
  }

  private void dismissAll(CloseCode code, String reason) {
    audience.all().forEach(stream -> dismiss(stream, code, reason));
  }
}
