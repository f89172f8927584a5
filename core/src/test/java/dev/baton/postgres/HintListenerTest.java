package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.time.VirtualScheduler;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HintListenerTest {

  private static final String LISTENING = "listening";

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final VirtualScheduler time = new VirtualScheduler();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  /// Such a session is taken for one that listens, and nothing is ever heard on it.
  @Test
  void a_session_that_was_lost_in_the_instant_after_listen_is_replaced() throws Exception {
    var database = TestDatabase.blank().open(vertx);
    var listener =
        new HintListener(
            database.dedicated("listen"), "deaf_test", time, loop, new DeafEar(events));
    loop.runOnContext(_ -> listener.start());
    assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(LISTENING);

    for (int probe = 0; probe < 3; probe++) {
      assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo("probe");
      advance(Duration.ofSeconds(7));
    }
    advance(Duration.ofSeconds(5));

    assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(LISTENING);
    database.close().await(20, TimeUnit.SECONDS);
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private void advance(Duration by) throws Exception {
    var done = Promise.<Void>promise();
    loop.runOnContext(_ -> {
      time.advance(by);
      done.complete();
    });
    done.future().await(20, TimeUnit.SECONDS);
  }

  private record DeafEar(BlockingQueue<String> events) implements HintListener.Ear {
    @Override
    public void onPayload(String payload) {}

    @Override
    public void onListening() {
      events.add(LISTENING);
    }

    @Override
    public void sendProbe(long number) {
      events.add("probe");
    }
  }
}
