package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class ChaosTest {

  private static final int PEOPLE = 12;
  private static final int MESSAGES = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AtomicInteger said = new AtomicInteger();

  @Test
  void people_go_on_talking_while_everything_is_killed_in_turn() {
    try (var cluster = Cluster.create();
        var threads = Executors.newFixedThreadPool(PEOPLE)) {
      cluster.start();
      cluster.client().addScriptedModel();
      List<Person> people =
          IntStream.range(0, PEOPLE)
              .mapToObj(number -> new Person(cluster.client(), "person " + number))
              .toList();
      var talks =
          people.stream()
              .map(person -> CompletableFuture.runAsync(() -> talk(person), threads))
              .toList();

      awaitSaid(cluster, PEOPLE);
      cluster.killReplica();
      awaitSaid(cluster, 4 * PEOPLE);
      cluster.killDatabase();
      awaitSaid(cluster, 7 * PEOPLE);
      assertThat(cluster.errors()).isEmpty();
      cluster.killEverything();
      cluster.start();
      talks.forEach(CompletableFuture::join);
      assertThat(cluster.errors()).isEmpty();
    }
  }

  /// Half of what is said is not waited for.
  private void talk(Person person) {
    try {
      for (int message = 0; message < MESSAGES; message += 2) {
        person.say();
        said.incrementAndGet();
        person.ask();
        said.incrementAndGet();
      }
      person.leave();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(e.getMessage() + System.lineSeparator() + person, e);
    }
  }

  private void awaitSaid(Cluster cluster, int messages) {
    Poll.until(
        PATIENCE,
        () -> said.get() >= messages,
        () -> "only " + said + " were said; " + String.join(System.lineSeparator(), cluster.log()));
    assertThat(said).hasValueLessThan(PEOPLE * MESSAGES);
  }
}
