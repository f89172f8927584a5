package dev.baton.stream;

import dev.baton.chat.ChatId;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.relay.PartsSource;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamStore;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The watched chats of this replica. Any thread.
///
/// A feed lives on the context of whoever opened it first, which for most chats is the only one, so
/// that nothing changes threads on its way to the socket. It ends with its last watcher.
public final class ChatFeeds {

  private static final Logger LOG = LoggerFactory.getLogger(ChatFeeds.class);

  private static final Duration RECONCILE_EVERY = Duration.ofSeconds(1);

  /// A feed and its watchers. Changed only inside the map's own atomic operations.
  private record Entry(ChatFeed feed, int watchers) {

    Entry plus(int more) {
      return new Entry(feed, watchers + more);
    }
  }

  private final StreamStore store;
  private final PartsSource source;
  private final ChatBus bus;
  private final Scheduler scheduler;
  private final Supplier<Executor> loops;

  private final Map<ChatId, Entry> feeds = new ConcurrentHashMap<>();
  private final Set<ChatStream> streams = Collections.synchronizedSet(new LinkedHashSet<>());
  private ChatBus.@Nullable Subscription subscription;
  private Scheduler.Timer timer = () -> {};

  /// @param loops gives a new feed the loop it will live on, which runs one task at a time, in
  ///   order; asked on the thread that calls [#open]
  public ChatFeeds(
      StreamStore store,
      PartsSource source,
      ChatBus bus,
      Scheduler scheduler,
      Supplier<Executor> loops) {
    this.store = store;
    this.source = source;
    this.bus = bus;
    this.scheduler = scheduler;
    this.loops = loops;
  }

  /// The loops of Vert.x: a feed gets the context of its opener.
  public static Supplier<Executor> loopsOf(Vertx vertx) {
    return () -> {
      var context = vertx.getOrCreateContext();
      return task -> context.runOnContext(_ -> task.run());
    };
  }

  /// Listens to hints, and begins to compare versions with the store on the calling context. It
  /// should be one that lives as long as the replica: a verticle's timers end with it.
  public synchronized void start() {
    if (subscription == null) {
      subscription = bus.subscribe(new Listener());
      scheduleReconcile();
    }
  }

  /// Hears no more. Open streams stay open, and are told nothing durable.
  public synchronized void stop() {
    if (subscription != null) {
      subscription.cancel();
      subscription = null;
      timer.cancel();
    }
  }

  /// Begins to stream a chat to a socket, from what the client already has. The caller has seen to
  /// it that the client may see the chat. If there is no such chat, the sink is closed as if it had
  /// just been deleted.
  public ChatStream open(ChatId chat, StreamCursor cursor, Sink sink) {
    var entry =
        feeds.compute(chat, (_, present) -> (present == null ? empty(chat) : present).plus(1));
    var stream = new ChatStream(entry.feed(), cursor, sink);
    streams.add(stream);
    stream.open();
    return stream;
  }

  public int watchers() {
    return streams.size();
  }

  /// Sends all present watchers away, evenly over a time, so that they do not all come back at
  /// once.
  ///
  /// @return completes when the last has been told
  public Future<Void> closeAll(CloseCode code, String reason, Duration over) {
    return Farewell.spread(
        scheduler, over, List.copyOf(streams), stream -> stream.close(code, reason));
  }

  private Entry empty(ChatId chat) {
    return new Entry(
        new ChatFeed(chat, store, source, scheduler, loops.get(), s -> release(chat, s)), 0);
  }

  private void release(ChatId chat, ChatStream stream) {
    streams.remove(stream);
    feeds.computeIfPresent(chat, (_, entry) -> entry.watchers() == 1 ? null : entry.plus(-1));
  }

  // Reconciling: what no hint told

  private synchronized void scheduleReconcile() {
    if (subscription != null) {
      timer =
          scheduler.after(RECONCILE_EVERY, () -> reconcile().onComplete(_ -> scheduleReconcile()));
    }
  }

  private Future<Void> reconcile() {
    var watched = List.copyOf(feeds.keySet());
    if (watched.isEmpty()) {
      return Future.succeededFuture();
    }
    return store
        .versions(watched)
        .onSuccess(present -> compare(watched, present))
        .onFailure(failure -> LOG.atDebug().setCause(failure).log("reconcile watched chats failed"))
        .mapEmpty();
  }

  private void compare(Collection<ChatId> watched, List<Hint> present) {
    var missing = new LinkedHashSet<>(watched);
    for (Hint hint : present) {
      missing.remove(hint.chatId());
      withFeed(hint.chatId(), feed -> feed.hint(hint));
    }
    missing.forEach(chat -> withFeed(chat, ChatFeed::missing));
  }

  private void withFeed(ChatId chat, Consumer<ChatFeed> action) {
    var entry = feeds.get(chat);
    if (entry != null) {
      action.accept(entry.feed());
    }
  }

  private final class Listener implements ChatBus.Listener {

    @Override
    public void onHint(Hint hint) {
      withFeed(hint.chatId(), feed -> feed.hint(hint));
    }

    @Override
    public void onResync() {
      reconcile();
    }
  }
}
