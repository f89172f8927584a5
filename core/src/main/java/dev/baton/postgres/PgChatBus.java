package dev.baton.postgres;

import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.time.Scheduler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hints over `LISTEN` and `NOTIFY`, on one channel for the whole database: a backend that listens
/// on many channels compares each notification with all of them.
///
/// ```
///   publish ──► listeners here, at once
///        └────► HintSender ──► PostgreSQL ──► HintListener of every replica ──► listeners there
/// ```
///
/// All of it, the listeners included, runs on one event loop.
public final class PgChatBus implements ChatBus {

  private static final Logger log = LoggerFactory.getLogger(PgChatBus.class);

  static final String CHANNEL = "baton_hints";

  private static final String NOTIFY =
      "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload";

  /// Longer than two probes are apart.
  private static final Duration SILENCE = Duration.ofSeconds(12);

  private final UUID id = UUID.randomUUID();
  private final Context context;
  private final Pool sending;
  private final HintSender sender;
  private final HintListener remote;
  private final LongAdder received = new LongAdder();
  private final List<Subscribed> subscriptions = new CopyOnWriteArrayList<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Promise<Void> started = Promise.promise();
  private final Promise<Void> stopped = Promise.promise();

  public PgChatBus(Vertx vertx, Database database, Scheduler scheduler) {
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.sending = database.dedicated("notify", SILENCE);
    this.sender = new HintSender(this::send, scheduler);
    this.remote =
        new HintListener(
            database.dedicated("listen", SILENCE), CHANNEL, scheduler, context, new Ear());
  }

  /// Completes when hints of other replicas are heard, or when it is known that they are not.
  ///
  /// @return fails if the database cannot be reached
  public Future<Void> start() {
    if (begun.compareAndSet(false, true)) {
      context.runOnContext(_ -> remote.start().onComplete(started));
    }
    return started.future();
  }

  public Future<Void> stop() {
    if (ended.compareAndSet(false, true)) {
      context.runOnContext(
          _ -> Future.join(remote.stop(), sending.close()).<Void>mapEmpty().onComplete(stopped));
    }
    return stopped.future();
  }

  /// Whether hints of other replicas are known to arrive. Otherwise polling finds the changes.
  public boolean isListening() {
    return remote.isHearing();
  }

  /// Hints that were sent to other replicas since the start.
  public long sentHints() {
    return sender.sent();
  }

  /// Hints of other replicas that were heard since the start.
  public long receivedHints() {
    return received.sum();
  }

  /// Hints that could not be sent to other replicas since the start.
  public long droppedHints() {
    return sender.dropped();
  }

  @Override
  public void publish(Hint hint) {
    context.runOnContext(_ -> {
      tell(listener -> listener.onHint(hint));
      sender.send(new HintPayload.OfHint(id, hint));
    });
  }

  @Override
  public Subscription subscribe(Listener listener) {
    var subscribed = new Subscribed(listener);
    subscriptions.add(subscribed);
    return subscribed;
  }

  private Future<?> send(List<String> payloads) {
    return sending
        .preparedQuery(NOTIFY)
        .execute(Tuple.of(CHANNEL, (Object) payloads.toArray(String[]::new)));
  }

  private void tell(Consumer<Listener> what) {
    for (var subscribed : subscriptions) {
      try {
        what.accept(subscribed.listener);
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("a listener failed on a hint");
      }
    }
  }

  /// Equal to itself alone: a listener may subscribe twice.
  private final class Subscribed implements Subscription {
    private final Listener listener;

    Subscribed(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void cancel() {
      subscriptions.remove(this);
    }
  }

  /// What arrives from the database. What this bus sent itself has been told already.
  private final class Ear implements HintListener.Ear {

    @Override
    public void onPayload(String payload) {
      try {
        switch (HintPayload.decode(payload)) {
          case HintPayload.OfHint(var from, var hint) when !from.equals(id) -> {
            received.increment();
            tell(listener -> listener.onHint(hint));
          }
          case HintPayload.Probe(var from, long number) when from.equals(id) ->
              remote.probeReturned(number);
          case HintPayload _ -> {}
        }
      } catch (IllegalArgumentException e) {
        log.atDebug().addKeyValue("reason", e.getMessage()).log("a hint could not be read");
      }
    }

    @Override
    public void onListening() {
      tell(Listener::onResync);
    }

    @Override
    public void sendProbe(long number) {
      sender.send(new HintPayload.Probe(id, number));
    }
  }
}
