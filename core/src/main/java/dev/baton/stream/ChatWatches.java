package dev.baton.stream;

import dev.baton.chat.ChatId;
import dev.baton.chat.UserId;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.store.Actor;
import dev.baton.store.ChatStore;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The watched lists of chats of this replica. Any thread.
///
/// A watch is registered before its snapshot is read, so that a client that connects and then acts
/// cannot miss its own doing. What a lost hint withholds is found by a comparison once a second, of
/// all chats that changed of late and are watched here.
public final class ChatWatches {

  private static final Duration COMPARE_EVERY = Duration.ofSeconds(1);
  private static final Duration LOOK_BACK = Duration.ofSeconds(5);

  private final ChatStore store;
  private final ChatBus bus;
  private final Scheduler scheduler;
  private final Supplier<Executor> loops;

  private final Map<UserId, Set<ChatWatch>> watches = new ConcurrentHashMap<>();

  /// The newest version that the watches were told of, of chats that changed of late.
  private final Map<ChatId, Long> heard = new ConcurrentHashMap<>();

  private ChatBus.@Nullable Subscription subscription;
  private Scheduler.Timer timer = () -> {};

  /// @param loops see [ChatFeeds]
  public ChatWatches(ChatStore store, ChatBus bus, Scheduler scheduler, Supplier<Executor> loops) {
    this.store = store;
    this.bus = bus;
    this.scheduler = scheduler;
    this.loops = loops;
  }

  public synchronized void start() {
    if (subscription == null) {
      subscription = bus.subscribe(new Listener());
      scheduleComparison();
    }
  }

  public synchronized void stop() {
    if (subscription != null) {
      subscription.cancel();
      subscription = null;
      timer.cancel();
    }
  }

  /// Begins to show an actor's own chats, whatever else the actor may read.
  public ChatWatch open(Actor actor, Sink sink) {
    var owner = new Actor(actor.id(), Actor.Role.MEMBER, actor.scopes());
    var watch = new ChatWatch(owner, store, scheduler, loops.get(), sink, this::remove);
    watches.compute(
        owner.id(),
        (_, present) -> {
          var all = present == null ? ConcurrentHashMap.<ChatWatch>newKeySet() : present;
          all.add(watch);
          return all;
        });
    watch.open();
    return watch;
  }

  public int watchers() {
    return watches.values().stream().mapToInt(Collection::size).sum();
  }

  /// As [ChatFeeds#closeAll].
  public Future<Void> closeAll(CloseCode code, String reason, Duration over) {
    return Farewell.spread(scheduler, over, all(), watch -> watch.close(code, reason));
  }

  private void scheduleComparison() {
    timer = scheduler.after(COMPARE_EVERY, this::compare);
  }

  /// A store that does not answer is asked again with the next tick.
  private synchronized void compare() {
    if (subscription == null) {
      return;
    }
    scheduleComparison();
    if (!watches.isEmpty()) {
      store.changed(List.copyOf(watches.keySet()), LOOK_BACK).onSuccess(this::tellUnheard);
    }
  }

  private void tellUnheard(List<Hint> rows) {
    rows.forEach(this::tell);
    heard.keySet().retainAll(rows.stream().map(Hint::chatId).toList());
  }

  private void tell(Hint hint) {
    long version = hint.versions().snapshot();
    Long before = heard.put(hint.chatId(), version);
    if (before == null || before != version) {
      watches.getOrDefault(hint.ownerId(), Set.of()).forEach(watch -> watch.hint(hint));
    }
  }

  private List<ChatWatch> all() {
    return watches.values().stream().flatMap(Set::stream).toList();
  }

  private void remove(ChatWatch watch) {
    watches.computeIfPresent(
        watch.owner(),
        (_, all) -> {
          all.remove(watch);
          return all.isEmpty() ? null : all;
        });
  }

  private final class Listener implements ChatBus.Listener {

    @Override
    public void onHint(Hint hint) {
      heard.put(hint.chatId(), hint.versions().snapshot());
      watches.getOrDefault(hint.ownerId(), Set.of()).forEach(watch -> watch.hint(hint));
    }

    @Override
    public void onResync() {
      all().forEach(ChatWatch::resync);
    }
  }
}
