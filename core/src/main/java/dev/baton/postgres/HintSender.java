package dev.baton.postgres;

import dev.baton.time.Scheduler;
import io.vertx.core.AsyncResult;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what has gathered over a few milliseconds in one statement, which is its own transaction:
/// `NOTIFY` takes a lock on the whole server until its transaction ends, so it is never part of one
/// that writes. What cannot be sent is dropped and counted. Runs on the bus's context.
final class HintSender {

  private static final Logger log = LoggerFactory.getLogger(HintSender.class);

  static final Duration WINDOW = Duration.ofMillis(2);
  static final int CAPACITY = 10_000;
  private static final int BATCH = 1_000;

  private static final String NOTIFY =
      "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload";

  private final Pool own;
  private final String channel;
  private final Scheduler scheduler;
  private final ArrayDeque<String> waiting = new ArrayDeque<>();
  private final LongAdder dropped = new LongAdder();
  private boolean busy;

  HintSender(Pool own, String channel, Scheduler scheduler) {
    this.own = own;
    this.channel = channel;
    this.scheduler = scheduler;
  }

  void send(HintPayload payload) {
    if (waiting.size() >= CAPACITY) {
      dropped.increment();
      return;
    }
    waiting.add(payload.encode());
    if (!busy) {
      gather();
    }
  }

  /// How many were not sent. Any thread.
  long dropped() {
    return dropped.sum();
  }

  private void gather() {
    busy = !waiting.isEmpty();
    if (busy) {
      scheduler.after(WINDOW, this::flush);
    }
  }

  private void flush() {
    var batch = new ArrayList<String>();
    while (batch.size() < BATCH && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    own.preparedQuery(NOTIFY)
        .execute(Tuple.of(channel, (Object) batch.toArray(String[]::new)))
        .onComplete(sent -> flushed(batch.size(), sent));
  }

  private void flushed(int count, AsyncResult<?> sent) {
    if (sent.failed()) {
      dropped.add(count);
      log.atDebug()
          .addKeyValue("count", count)
          .addKeyValue("reason", sent.cause().getMessage())
          .log("hints were not sent");
    }
    gather();
  }
}
