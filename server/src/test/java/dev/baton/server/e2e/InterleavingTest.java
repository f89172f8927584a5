package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `-Dbaton.walks.seed=…` chooses the first seed, `-Dbaton.walks.count=…` how many walks there are.
@Tag("e2e")
@ExtendWith(SharedCluster.class)
class InterleavingTest {

  private static final long FIRST_SEED = Long.getLong("baton.walks.seed", 1);
  private static final int WALKS = Integer.getInteger("baton.walks.count", 50);
  private static final int AT_ONCE = 10;

  @Test
  void fifty_random_interleavings_of_everything_a_person_can_do_keep_every_promise(Cluster cluster)
      throws Exception {
    List<String> failures = new ArrayList<>();
    try (var pool = Executors.newFixedThreadPool(AT_ONCE)) {
      var walks = new ArrayList<Future<List<String>>>();
      for (long seed = FIRST_SEED; seed < FIRST_SEED + WALKS; seed++) {
        walks.add(pool.submit(walk(cluster.client(), seed)));
      }
      for (var walk : walks) {
        failures.addAll(result(walk));
      }
    }
    assertThat(failures).as(() -> String.join(System.lineSeparator(), cluster.log())).isEmpty();
    assertThat(cluster.errors()).isEmpty();
  }

  private static List<String> result(Future<List<String>> walk) throws InterruptedException {
    try {
      return walk.get();
    } catch (ExecutionException e) {
      return List.of("a walk that did not begin: " + e.getCause());
    }
  }

  /// @return what went wrong, with the seed and the whole history
  private static Callable<List<String>> walk(BatonClient client, long seed) {
    return () -> {
      var walk = new Walk(client, seed);
      try {
        walk.run();
        return List.of();
      } catch (RuntimeException | AssertionError e) {
        return List.of("seed %d: %s%n%s".formatted(seed, e.getMessage(), walk.history()));
      } finally {
        walk.leave();
      }
    };
  }
}
