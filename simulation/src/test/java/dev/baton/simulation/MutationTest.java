package dev.baton.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The simulation finds bugs: each safeguard that is taken away is missed, and by the check that
/// stands for it. The table in `docs/reliability.md` has the seeds.
class MutationTest {

  private static final long WITHIN = 1_500;

  @ParameterizedTest
  @CsvSource({
    "WITHOUT_QUEUE_FENCE, STATE",
    "WITHOUT_RUNNER_FENCE, FRESH_RUNNER",
    "WITHOUT_EPISODE_FENCE, SAME_WORK",
    "TAKING_FROM_THE_LIVING, TRUST",
    "STOPPING_ON_ZERO_ROWS, STAYED",
    "WITHOUT_COMPARISON, REST",
    "WITHOUT_RECONCILING, REST",
    "WITHOUT_MARK_STARTED, TOOL_ONCE",
    "WITHOUT_MARGIN, TRUST",
    "WITHOUT_TRUST, TRUST",
    "WITHOUT_HISTORY_RESET, VIEW"
  })
  void a_missing_safeguard_is_found(Mutation mutation, Check check) throws Exception {
    var campaign = new Campaign(1, WITHIN, mutation);
    var failed = campaign.run(Runtime.getRuntime().availableProcessors(), _ -> {});
    assertThat(failed.flatMap(Outcome::violation).map(Violation::check))
        .as("what %s leads to", mutation.what())
        .contains(check.name());
  }
}
