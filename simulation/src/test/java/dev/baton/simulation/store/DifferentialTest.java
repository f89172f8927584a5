package dev.baton.simulation.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.postgres.Deployment;
import dev.baton.store.AdmissionConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// The model and PostgreSQL, asked the same at the same time: they answer, publish and keep the
/// same, call after call. `-Dbaton.walks=1000` walks longer into the night, `-Dbaton.seed=42`
/// begins at a seed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DifferentialTest {

  private static final int WALKS = Integer.getInteger("baton.walks", 24);
  private static final long FIRST_SEED = Long.getLong("baton.seed", 1);
  private static final int STEPS = 120;

  private static final AdmissionConfig CAPS = new AdmissionConfig(3, 2);

  private final Pair uncapped = new Pair(new ModelUnderTest(), new Deployment());
  private final Pair capped = new Pair(new ModelUnderTest(CAPS), new Deployment(CAPS));

  private record Pair(ModelUnderTest model, Deployment postgres) {}

  @AfterAll
  void stop() {
    uncapped.postgres().close();
    capped.postgres().close();
  }

  @TestFactory
  Stream<DynamicTest> the_model_and_postgresql_do_the_same() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + WALKS)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> walk(seed)));
  }

  private void walk(long seed) {
    var stores = seed % 2 == 0 ? uncapped : capped;
    stores.model().clear();
    stores.postgres().clear();
    var ours = new Side(stores.model());
    var theirs = new Side(stores.postgres());
    var walk = new Walk(new Random(seed));
    var story = new ArrayList<String>();
    for (int i = 0; i < STEPS; i++) {
      var step = walk.next(ours);
      story.add(step.name());
      var answer = ours.answer(step.call().apply(ours));
      compare("answer", seed, story, answer, theirs.answer(step.call().apply(theirs)));
      compare("hints", seed, story, ours.hints(), theirs.hints());
      for (int chat = 0; chat < ours.chats.size(); chat++) {
        compare("rows", seed, story, ours.rows(chat), theirs.rows(chat));
      }
    }
  }

  private static void compare(
      String what, long seed, List<String> story, String ours, String theirs) {
    assertThat(ours)
        .as("%s, seed %d, after%n%s", what, seed, String.join("\n", story))
        .isEqualTo(theirs);
  }
}
