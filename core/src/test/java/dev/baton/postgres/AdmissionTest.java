package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.store.Actor;
import dev.baton.store.AdmissionContract;
import io.vertx.core.json.JsonArray;
import java.util.stream.Stream;
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
    var users = Stream.generate(() -> pg.user(Actor.Role.MEMBER)).limit(10).toList();
    var chat = pg.chat();
    for (Actor user : users) {
      pg.sql(
          "INSERT INTO chats (id, owner_id, title, status, root_chat_id, last_model_config_id)"
              + " SELECT gen_random_uuid(), $1, 't', 'running', gen_random_uuid(), $2"
              + " FROM generate_series(1, 10000)",
          user.id().value(),
          pg.model);
    }
    pg.sql("ANALYZE chats");

    var plan =
        pg.sql(
            "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "
                + Admission.TAKE
                    .replace("$1", "'" + pg.worker().value() + "'::uuid")
                    .replace("$2", "100")
                    .replace("$3", "2147483647")
                    .replace("$4", "20")
                    .replace("$5", "1000")
                    .replace("$6", "gen_random_uuid()"));
    var root =
        ((JsonArray) plan.iterator().next().getValue(0)).getJsonObject(0).getJsonObject("Plan");

    assertThat(root.getInteger("Shared Hit Blocks") + root.getInteger("Shared Read Blocks"))
        .as(root.encodePrettily())
        .isLessThan(20_000);
    assertThat(chat).isNotNull();
  }
}
