package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.store.Actor;
import dev.baton.store.AdmissionContract;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AdmissionTest extends AdmissionContract {

  private final Deployment pg;

  AdmissionTest() {
    var deployment = new Deployment(CAPS);
    pg = deployment;
    super(deployment);
  }

  @Test
  void a_hundred_thousand_chats_in_line_are_not_looked_through() {
    for (int i = 0; i < 10; i++) {
      pg.sql(
          "INSERT INTO chats (id, owner_id, title, status, root_chat_id, last_model_config_id)"
              + " SELECT gen_random_uuid(), $1, 't', 'running', gen_random_uuid(), $2"
              + " FROM generate_series(1, 10000)",
          pg.user(Actor.Role.MEMBER).id().value(),
          pg.model);
    }
    pg.sql("ANALYZE chats");

    var plan = explained(Admission.TAKE);

    int pages = plan.getInteger("Shared Hit Blocks") + plan.getInteger("Shared Read Blocks");
    assertThat(pages).as(plan.encodePrettily()).isLessThan(10_000);
  }

  /// What the statement really touches, for a hundred free slots here and twenty of each user.
  private JsonObject explained(String acquire) {
    var sql =
        acquire
            .replace("$1", "'" + pg.worker().value() + "'::uuid")
            .replace("$2", "100")
            .replace("$3", "2147483647")
            .replace("$4", "20")
            .replace("$5", "1000")
            .replace("$6", "'" + UUID.randomUUID() + "'::uuid");
    var rows = pg.sql("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql);
    return rows.iterator().next().getJsonArray(0).getJsonObject(0).getJsonObject("Plan");
  }
}
