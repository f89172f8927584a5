package dev.baton.postgres;

import static dev.baton.postgres.Deployment.await;
import static dev.baton.postgres.Deployment.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.ChatId;
import dev.baton.store.Actor;
import dev.baton.store.Idempotency;
import dev.baton.store.Idempotency.Answer;
import dev.baton.store.Idempotency.Outcome;
import dev.baton.store.StoreException;
import dev.baton.store.Stores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PgIdempotencyTest {

  private static final String ONE_BODY = "11".repeat(32);
  private static final String OTHER_BODY = "22".repeat(32);
  private static final Answer DONE =
      new Answer(200, Optional.of("{\"b\":1,\"a\":\"\\u0000\"}"), false);
  private static final Answer SECRET = new Answer(201, Optional.of("{\"token\":\"s3cr3t\"}"), true);

  private Deployment deployment;
  private PgIdempotency keys;
  private ChatId chat;
  private Idempotency.Key key;

  @BeforeAll
  void open() {
    deployment = new Deployment();
    keys = deployment.idempotency(deployment.database, Optional.of(box('a')));
  }

  @AfterAll
  void close() {
    deployment.close();
  }

  @BeforeEach
  void begin() {
    chat = deployment.in("W");
    key = key(deployment.ann, "POST /chats/" + chat + "/messages", "key", ONE_BODY);
    deployment.hints.clear();
  }

  @Test
  void a_change_is_made_once_and_its_first_answer_is_given_again_byte_for_byte() {
    assertThat(await(keys.once(key, this::send))).isEqualTo(new Outcome.Made(DONE));
    assertThat(await(keys.once(key, this::send))).isEqualTo(new Outcome.Repeated(DONE));
    assertThat(await(keys.earlier(key))).contains(new Outcome.Repeated(DONE));
    assertThat(messagesSent()).isEqualTo(1);
  }

  @Test
  void an_answer_without_a_body_is_given_again_without_one() {
    var none = new Answer(204, Optional.empty(), false);
    assertThat(await(keys.once(key, _ -> Future.succeededFuture(none))))
        .isEqualTo(new Outcome.Made(none));
    assertThat(await(keys.once(key, this::send))).isEqualTo(new Outcome.Repeated(none));
  }

  @Test
  void while_a_change_is_under_way_another_with_its_key_is_not_begun() {
    Promise<Answer> held = Promise.promise();
    Promise<Void> begun = Promise.promise();
    var first =
        keys.once(
            key,
            stores -> {
              begun.complete();
              return held.future().compose(_ -> send(stores));
            });
    await(begun.future());
    assertThat(await(keys.once(key, this::send))).isEqualTo(new Outcome.UnderWay());
    assertThat(await(keys.earlier(key))).isEmpty();
    held.complete(DONE);
    assertThat(await(first)).isEqualTo(new Outcome.Made(DONE));
    assertThat(await(keys.once(key, this::send))).isEqualTo(new Outcome.Repeated(DONE));
    assertThat(messagesSent()).isEqualTo(1);
  }

  @Test
  void of_many_at_once_one_makes_the_change() {
    var all = new ArrayList<Future<Outcome>>();
    for (int i = 0; i < 40; i++) {
      all.add(keys.once(key, this::send));
    }
    var outcomes = all.stream().map(Deployment::await).toList();
    assertThat(outcomes).containsOnlyOnce(new Outcome.Made(DONE));
    assertThat(outcomes)
        .isSubsetOf(new Outcome.Made(DONE), new Outcome.Repeated(DONE), new Outcome.UnderWay());
    assertThat(messagesSent()).isEqualTo(1);
  }

  @Test
  void a_refused_change_leaves_no_key() {
    var stranger = deployment.user(Actor.Role.MEMBER);
    var theirs = key(stranger, key.route(), "key", ONE_BODY);
    assertThatThrownBy(() -> await(keys.once(theirs, stores -> send(stores, stranger))))
        .isInstanceOf(StoreException.NotFound.class);
    assertThat(keysKept(theirs)).isZero();
  }

  @Test
  void a_change_that_fails_after_it_has_written_leaves_neither_message_nor_key_nor_hint() {
    Function<Stores, Future<Answer>> breaking =
        stores ->
            send(stores)
                .compose(_ -> Future.failedFuture(new IllegalStateException("after the write")));
    assertThatThrownBy(() -> await(keys.once(key, breaking))).hasMessage("after the write");
    assertThat(messagesSent()).isZero();
    assertThat(keysKept(key)).isZero();
    assertThat(deployment.hints).isEmpty();
    assertThat(await(keys.once(key, this::send))).isEqualTo(new Outcome.Made(DONE));
  }

  @Test
  void a_change_that_hides_a_failed_statement_is_rolled_back_all_the_same() {
    Function<Stores, Future<Answer>> hiding =
        stores ->
            stores
                .chats()
                .send(deployment.ann, chat, message("nul \0"))
                .transform(_ -> Future.succeededFuture(DONE));
    assertThatThrownBy(() -> await(keys.once(key, hiding))).isNotNull();
    assertThat(keysKept(key)).isZero();
  }

  @Test
  void no_hint_is_published_before_the_commit() {
    var heardInside = new ArrayList<Integer>();
    await(
        keys.once(
            key,
            stores ->
                send(stores)
                    .map(answer -> {
                      heardInside.add(deployment.hints.size());
                      return answer;
                    })));
    assertThat(heardInside).containsExactly(0);
    assertThat(deployment.hints).hasSize(1);
    await(keys.once(key, this::send));
    assertThat(deployment.hints).as("a repetition changes nothing").hasSize(1);
  }

  @Test
  void a_key_is_for_one_body() {
    await(keys.once(key, this::send));
    var other = key(deployment.ann, key.route(), "key", OTHER_BODY);
    assertThat(await(keys.once(other, this::send))).isEqualTo(new Outcome.UsedOtherwise());
    assertThat(await(keys.earlier(other))).contains(new Outcome.UsedOtherwise());
    assertThat(messagesSent()).isEqualTo(1);
  }

  @Test
  void a_key_is_for_one_user_and_one_route() {
    await(keys.once(key, this::send));
    var bob = deployment.user(Actor.Role.MEMBER);
    for (var other :
        List.of(
            key(bob, key.route(), "key", ONE_BODY),
            key(deployment.ann, "POST /chats", "key", ONE_BODY),
            key(deployment.ann, key.route(), "Key", ONE_BODY))) {
      assertThat(await(keys.once(other, _ -> Future.succeededFuture(DONE))))
          .as("%s", other)
          .isEqualTo(new Outcome.Made(DONE));
    }
  }

  @Test
  void after_a_day_a_key_is_new_again() {
    await(keys.once(key, this::send));
    age(key, "24 hours");
    var other = key(deployment.ann, key.route(), "key", OTHER_BODY);
    assertThat(await(keys.once(other, this::send))).isEqualTo(new Outcome.Made(DONE));
    assertThat(await(keys.once(other, this::send))).isEqualTo(new Outcome.Repeated(DONE));
    assertThat(messagesSent()).isEqualTo(2);
  }

  @Test
  void all_old_keys_are_swept_a_few_at_a_time_and_young_ones_are_kept() {
    for (int i = 0; i < 5; i++) {
      var each = key(deployment.ann, key.route(), "old" + i, ONE_BODY);
      await(keys.once(each, _ -> Future.succeededFuture(DONE)));
      age(each, "25 hours");
    }
    await(keys.once(key, this::send));
    age(key, "23 hours");
    assertThat(await(keys.sweep(2))).isEqualTo(5);
    assertThat(await(keys.sweep(2))).isZero();
    assertThat(await(keys.once(key, this::send))).isEqualTo(new Outcome.Repeated(DONE));
  }

  @Test
  void a_secret_answer_is_given_again_and_nowhere_to_be_read() {
    assertThat(await(keys.once(key, _ -> Future.succeededFuture(SECRET))))
        .isEqualTo(new Outcome.Made(SECRET));
    assertThat(await(keys.once(key, this::send))).isEqualTo(new Outcome.Repeated(SECRET));
    var kept = rowOf(key).getBuffer("answer");
    assertThat(kept.toString(StandardCharsets.ISO_8859_1)).doesNotContain("s3cr3t", "token");
  }

  @Test
  void without_a_key_to_encrypt_with_a_secret_answer_is_withheld() {
    var boxless = deployment.idempotency(deployment.database, Optional.empty());
    await(boxless.once(key, _ -> Future.succeededFuture(SECRET)));
    assertThat(await(boxless.once(key, this::send))).isEqualTo(new Outcome.Withheld());
    assertThat(rowOf(key).getBuffer("answer").length()).isZero();
  }

  @Test
  void a_secret_answer_that_another_key_has_encrypted_is_withheld() {
    await(keys.once(key, _ -> Future.succeededFuture(SECRET)));
    var rotated = deployment.idempotency(deployment.database, Optional.of(box('b')));
    assertThat(await(rotated.once(key, this::send))).isEqualTo(new Outcome.Withheld());
    assertThat(messagesSent()).isZero();
  }

  /// Issue 3: a crash between commit and answer must not double a message.
  @Test
  void a_commit_whose_answer_is_lost_is_not_made_again() {
    var proxy = CuttableProxy.before(deployment.vertx, deployment.config);
    var behind = Database.open(deployment.vertx, proxy.config());
    try {
      var cut = deployment.idempotency(behind, Optional.empty());
      proxy.cutAtAnswerTo("COMMIT");
      assertThatThrownBy(() -> await(cut.once(key, this::send)))
          .isInstanceOf(StoreException.Unavailable.class);
      proxy.mend();
      assertThat(persistently(cut)).isEqualTo(new Outcome.Repeated(DONE));
      assertThat(messagesSent()).isEqualTo(1);
    } finally {
      await(behind.close());
      proxy.close();
    }
  }

  /// The pool may hand out the dead connection once more before it has noticed.
  private Outcome persistently(PgIdempotency cut) {
    for (int attempt = 1; attempt < 10; attempt++) {
      try {
        return await(cut.once(key, this::send));
      } catch (StoreException.Unavailable notYet) {
        assertThat(notYet.isRetryable()).isTrue();
      }
    }
    return await(cut.once(key, this::send));
  }

  private Future<Answer> send(Stores stores) {
    return send(stores, deployment.ann);
  }

  private Future<Answer> send(Stores stores, Actor actor) {
    return stores.chats().send(actor, chat, message("again?")).map(DONE);
  }

  private long messagesSent() {
    var everywhere =
        "SELECT (SELECT count(*) FROM chat_messages WHERE chat_id = $1 AND content::text LIKE"
            + " '%again?%') + (SELECT count(*) FROM chat_queued_messages WHERE chat_id = $1) AS n";
    return deployment.sql(everywhere, chat.value()).iterator().next().getLong("n");
  }

  private long keysKept(Idempotency.Key of) {
    return deployment
        .sql(
            "SELECT FROM idempotency_keys WHERE user_id = $1 AND route = $2",
            of.user().value(),
            of.route())
        .size();
  }

  private Row rowOf(Idempotency.Key of) {
    return deployment
        .sql("SELECT * FROM idempotency_keys WHERE route = $1", of.route())
        .iterator()
        .next();
  }

  private void age(Idempotency.Key of, String interval) {
    deployment.sql(
        "UPDATE idempotency_keys SET created_at = now() - $1::text::interval"
            + " WHERE user_id = $2 AND route = $3 AND key = $4",
        interval,
        of.user().value(),
        of.route(),
        of.text());
  }

  private static Idempotency.Key key(Actor actor, String route, String text, String body) {
    return new Idempotency.Key(actor.id(), route, text, body);
  }

  private static SecretBox box(char seed) {
    byte[] key = String.valueOf(seed).repeat(32).getBytes(StandardCharsets.US_ASCII);
    return SecretBox.of(Base64.getEncoder().encodeToString(key));
  }
}
