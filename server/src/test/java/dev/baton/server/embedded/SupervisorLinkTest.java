package dev.baton.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SupervisorLinkTest {

  private final CountDownLatch lost = new CountDownLatch(1);

  @Test
  void a_closed_pipe_is_a_lost_supervisor() throws Exception {
    var supervisor = new PipedOutputStream();
    SupervisorLink.onLost(
        Map.of("BATON_SUPERVISED", "true"), new PipedInputStream(supervisor), lost::countDown);
    supervisor.write('\n');
    supervisor.flush();
    assertThat(lost.getCount()).isOne();

    supervisor.close();

    assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_broken_pipe_is_a_lost_supervisor() throws Exception {
    var broken = InputStream.nullInputStream();
    broken.close();
    SupervisorLink.onLost(Map.of("BATON_SUPERVISED", "true"), broken, lost::countDown);

    assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void without_a_supervisor_the_standard_input_is_left_alone() {
    var nothing = InputStream.nullInputStream();

    SupervisorLink.onLost(Map.of(), nothing, lost::countDown);

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("supervisor-link"));
  }
}
