package dev.baton.postgres;

import dev.baton.time.Scheduler;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what has gathered over a few milliseconds in one statement, which is its own transaction:
/// `NOTIFY` takes a lock on the whole server until its transaction ends, so it is never part of one
/// that writes. What cannot be sent is dropped and counted. Runs on the bus's context.
final class HintSender {

  private static final Logger log = LoggerFactory.getLogger(HintSender.class);

  /// Sends payloads in one transaction of their own.
  @FunctionalInterface
  interface Statement {
    Future<?> send(List<String> payloads);
  }

  static final Duration WINDOW = Duration.ofMillis(2);
  static final int CAPACITY = 10_000;
  static final int BATCH = 1_000;

  private final Statement statement;
  private final Scheduler scheduler;
  private final ArrayDeque<String> waiting = new ArrayDeque<>();
  private final LongAdder sent = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private boolean busy;

  HintSender(Statement statement, Scheduler scheduler) {
    this.statement = statement;
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

  /// How many were sent. Any thread.
  long sent() {
    return sent.sum();
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
    statement.send(batch).onComplete(sent -> flushed(batch.size(), sent));
  }

  private void flushed(int count, AsyncResult<?> sent) {
    if (sent.succeeded()) {
      this.sent.add(count);
    } else {
      dropped.add(count);
      log.atDebug()
          .addKeyValue("count", count)
          .addKeyValue("reason", sent.cause().getMessage())
          .log("hints were not sent");
    }
    gather();
  }
}
