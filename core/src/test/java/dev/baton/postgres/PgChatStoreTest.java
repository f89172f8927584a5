package dev.baton.postgres;

import static dev.baton.store.StoreUnderTest.await;
import static dev.baton.store.StoreUnderTest.message;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.store.ChatStoreContract;
import dev.baton.store.NewMessage;
import dev.baton.store.StoreException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PgChatStoreTest extends ChatStoreContract {

  private final Deployment pg;

  PgChatStoreTest() {
    var deployment = new Deployment();
    pg = deployment;
    super(deployment);
  }

  @Test
  void a_deleted_model_is_as_unusable_as_a_disabled_one() {
    var chat = pg.in("W");
    var deleted = pg.model("deleted");
    pg.sql("UPDATE model_configs SET deleted = true WHERE id = $1", deleted);
    var asked = message("x");

    assertThatThrownBy(() ->
            await(
                pg.chats.send(
                    pg.ann,
                    chat,
                    new NewMessage(
                        asked.content(),
                        asked.busyBehavior(),
                        Optional.of(deleted),
                        asked.reasoningEffort()))))
        .isInstanceOf(StoreException.Invalid.class);
  }
}
