package dev.baton.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.WorkerId;
import dev.baton.parts.LocalParts;
import dev.baton.parts.PartsConfig;
import dev.baton.relay.LocalOnly;
import dev.baton.store.StreamCursor;
import dev.baton.time.VertxScheduler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatFeedsOnVertxTest {

  private record Written(Thread on, String frame) {}

  /// A socket that says on which thread it is written to.
  private static final class ThreadSink implements Sink {

    final LinkedBlockingQueue<Written> written = new LinkedBlockingQueue<>();

    @Override
    public void write(Buffer frame, StreamCursor resume) {
      written.add(new Written(Thread.currentThread(), frame.toString()));
    }

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public void onDrain(Runnable drained) {}

    @Override
    public void close(CloseCode code, String reason) {}

    Written next() throws InterruptedException {
      var next = written.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("a frame").isNotNull();
      return next;
    }
  }

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void a_feed_lives_on_the_context_of_its_opener_wherever_parts_come_from()
      throws InterruptedException {
    var scheduler = new VertxScheduler(vertx);
    var parts = new LocalParts(PartsConfig.DEFAULTS, scheduler, () -> true);
    var worker = WorkerId.random();
    var store = new FakeStreamStore();
    var chat = store.add(new FakeChat("hello"));
    chat.acquire(worker);
    var log = parts.open(chat.beginAttempt(), worker);
    var feeds =
        new ChatFeeds(
            store,
            new LocalOnly(parts, worker::equals),
            new FakeBus(),
            scheduler,
            ChatFeeds.loopsOf(vertx));
    var sink = new ThreadSink();
    var home = new LinkedBlockingQueue<Thread>();
    vertx
        .getOrCreateContext()
        .runOnContext(_ -> {
          home.add(Thread.currentThread());
          feeds.open(chat.id, new StreamCursor.Beginning(), sink);
        });
    var thread = home.poll(10, TimeUnit.SECONDS);
    assertThat(sink.next().on()).isSameAs(thread);
    log.text("from another thread");
    var part = sink.next();
    assertThat(part.on()).isSameAs(thread);
    assertThat(part.frame()).contains("from another thread");
  }
}
