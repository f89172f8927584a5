package dev.baton.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.time.VirtualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HeartbeatTest {

  private static final Duration BEAT = Duration.ofSeconds(15);

  private final VirtualScheduler time = new VirtualScheduler();
  private boolean busy;
  private int pings;
  private int silences;
  private final Heartbeat heartbeat =
      new Heartbeat(time, StreamSettings.DEFAULTS, () -> busy, () -> pings++, () -> silences++);

  @Test
  void a_client_that_answers_is_asked_for_ever() {
    heartbeat.start();
    for (int i = 0; i < 10; i++) {
      time.advance(BEAT);
      heartbeat.heard();
    }
    assertThat(pings).isEqualTo(10);
    assertThat(silences).isZero();
  }

  @Test
  void a_silent_client_is_given_up_once() {
    heartbeat.start();
    time.advance(Duration.ofSeconds(44));
    assertThat(silences).isZero();
    time.advance(Duration.ofMinutes(5));
    assertThat(silences).isEqualTo(1);
    assertThat(pings).isEqualTo(2);
    assertThat(time.pending()).isZero();
  }

  @Test
  void a_client_that_is_still_taking_frames_is_not_silent() {
    heartbeat.start();
    busy = true;
    time.advance(Duration.ofMinutes(5));
    assertThat(silences).isZero();
    busy = false;
    time.advance(Duration.ofMinutes(1));
    assertThat(silences).isEqualTo(1);
  }

  @Test
  void a_stopped_heart_does_not_beat() {
    heartbeat.start();
    heartbeat.stop();
    time.advance(Duration.ofMinutes(5));
    assertThat(pings).isZero();
    assertThat(time.pending()).isZero();
  }
}
