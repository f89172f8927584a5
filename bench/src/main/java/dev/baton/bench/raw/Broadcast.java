package dev.baton.bench.raw;

import io.vertx.core.Context;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// One speech to one room, in frames such as Baton's, one part each. On one context.
final class Broadcast {

  private static final int BATCH = 64;
  private static final long INTERVAL_OF_ONE = TimeUnit.SECONDS.toNanos(1);

  private final Context context;
  private final Room room;
  private final Speech speech;
  private final String filler;
  private final String worker = UUID.randomUUID().toString();
  private final long startNanos = System.nanoTime();
  private long said;

  Broadcast(Context context, Room room, Speech speech) {
    this.context = context;
    this.room = room;
    this.speech = speech;
    this.filler = speech.filler();
  }

  void start() {
    context.runOnContext(_ -> {
      room.write("[{\"type\":\"status\",\"status\":\"running\"}," + synced() + "]");
      speak();
    });
  }

  private void speak() {
    for (int i = 0; i < BATCH && said < speech.parts() && lateNanos() >= 0 && !room.isFull(); i++) {
      say(lateNanos());
    }
    if (said == speech.parts()) {
      room.write("[{\"type\":\"status\",\"status\":\"waiting\"}," + synced() + "]");
    } else {
      goOn();
    }
  }

  /// A full room is looked at again in a millisecond; its queues are not empty by then.
  private void goOn() {
    long millis = room.isFull() ? 1 : Math.ceilDiv(-lateNanos(), 1_000_000L);
    if (millis > 0) {
      context.owner().setTimer(millis, _ -> speak());
    } else {
      context.runOnContext(_ -> speak());
    }
  }

  /// How long ago the next part was due; never too early when it goes as fast as it can.
  private long lateNanos() {
    return speech.perSecond() == 0
        ? 0
        : System.nanoTime() - startNanos - said * INTERVAL_OF_ONE / speech.perSecond();
  }

  private void say(long late) {
    said++;
    var now = Instant.now();
    long stamp = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    room.write(
        """
        [{"type":"message_part","worker_id":"%s","history_version":1,"generation_attempt":1,\
        "seq":%d,"role":"assistant","part":{"type":"text","text":"%d/%d %s"}}]\
        """
            .formatted(worker, said, stamp, late, filler));
  }

  private String synced() {
    return "{\"type\":\"synced\",\"history_version\":1,\"generation_attempt\":1,\"seq\":"
        + said
        + "}";
  }
}
