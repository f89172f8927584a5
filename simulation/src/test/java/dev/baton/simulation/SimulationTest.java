package dev.baton.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole cluster, many times over. `-Dbaton.simulation.seeds=N` and `-Dbaton.simulation.from=S`
/// run other histories; a seed that fails runs alone with `./baton simulate --seed S --trace`.
class SimulationTest {

  private static final long SEEDS = Long.getLong("baton.simulation.seeds", 2_000);
  private static final long FROM = Long.getLong("baton.simulation.from", 1);
  private static final int TAIL = 80;

  @Test
  void no_history_breaks_a_promise() throws Exception {
    var campaign = new Campaign(FROM, SEEDS, Mutation.NONE);
    Optional<Outcome> failed = campaign.run(Runtime.getRuntime().availableProcessors(), _ -> {});
    assertThat(failed.map(outcome -> story(outcome.seed(), Mutation.NONE))).isEmpty();
    assertThat(campaign.tally().of("fault/").keySet())
        .contains(
            "answer lost",
            "database paused",
            "fast take-over tried",
            "hint doubled",
            "hint late",
            "hint lost",
            "listening connection lost",
            "provider falls silent",
            "provider refuses",
            "provider tears its stream",
            "replica cut off from the database",
            "replica drained",
            "replica killed",
            "replica paused",
            "request lost",
            "runner's thread died",
            "thread not started",
            "watcher reconnects",
            "watcher stalled");
    assertThat(campaign.tally().of("reached/").keySet())
        .contains("taken over", "replica's row deleted", "worker changed", "write missed");
    assertThat(campaign.tally().of("move/")).hasSizeGreaterThan(80);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void one_seed_gives_one_history(long seed) {
    Outcome once = Simulation.trace(seed, Mutation.NONE);
    Outcome again = Simulation.trace(seed, Mutation.NONE);
    assertThat(again.lines()).isEqualTo(once.lines());
    assertThat(again.events()).isEqualTo(once.events());
    assertThat(once.lines()).hasSizeGreaterThan(50);
  }

  @Test
  void two_seeds_give_two_histories() {
    assertThat(Simulation.trace(1, Mutation.NONE).lines())
        .isNotEqualTo(Simulation.trace(2, Mutation.NONE).lines());
  }

  /// The seed, what failed, and how it came about.
  static String story(long seed, Mutation mutation) {
    Outcome outcome = Simulation.trace(seed, mutation);
    var lines = outcome.lines();
    return "seed %d: %s%n%s"
        .formatted(
            seed,
            outcome.violation().map(Violation::toString).orElse("did not fail again"),
            String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size())));
  }
}
