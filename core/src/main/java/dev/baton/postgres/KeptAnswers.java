package dev.baton.postgres;

import dev.baton.store.Idempotency;
import dev.baton.store.Idempotency.Answer;
import dev.baton.store.Idempotency.Outcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// The table of keys, each with the answer that its change was given.
final class KeptAnswers {

  private static final long KEPT_MILLIS = Idempotency.KEPT_FOR.toMillis();

  private static final String FIND =
      """
      SELECT body_sha256, status, answer, answer_form FROM idempotency_keys
      WHERE user_id = $1 AND route = $2 AND key = $3
        AND created_at > now() - $4::bigint * interval '1 millisecond'
      """;

  /// A key that is there already is too old to count.
  private static final String KEEP =
      """
      INSERT INTO idempotency_keys (user_id, route, key, body_sha256, status, answer, answer_form)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (user_id, route, key) DO UPDATE SET body_sha256 = excluded.body_sha256,
        status = excluded.status, answer = excluded.answer, answer_form = excluded.answer_form,
        created_at = excluded.created_at
      """;

  private static final String SWEEP =
      """
      DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY (
        SELECT ctid FROM idempotency_keys
        WHERE created_at <= now() - $1::bigint * interval '1 millisecond'
        ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))
      """;

  private static final String PLAIN = "plain";
  private static final String SEALED = "sealed";
  private static final String WITHHELD = "withheld";

  private final Optional<SecretBox> secrets;

  KeptAnswers(Optional<SecretBox> secrets) {
    this.secrets = secrets;
  }

  /// What is to be said to a key that was used in time; empty if it was not.
  Future<Optional<Outcome>> find(SqlClient client, Idempotency.Key key) {
    return client
        .preparedQuery(FIND)
        .execute(Tuple.of(key.user().value(), key.route(), key.text(), KEPT_MILLIS))
        .map(rows -> rows.stream().findFirst().map(row -> outcome(row, key)));
  }

  Future<Void> keep(SqlClient client, Idempotency.Key key, Answer answer) {
    var form = form(answer);
    return client
        .preparedQuery(KEEP)
        .execute(
            Tuple.tuple()
                .addUUID(key.user().value())
                .addString(key.route())
                .addString(key.text())
                .addBuffer(digest(key))
                .addInteger(answer.status())
                .addBuffer(answer.json().map(json -> bytes(json, form)).orElse(null))
                .addString(form))
        .mapEmpty();
  }

  Future<Integer> sweep(SqlClient client, int atMost) {
    return client
        .preparedQuery(SWEEP)
        .execute(Tuple.of(KEPT_MILLIS, atMost))
        .map(rows -> rows.rowCount());
  }

  private String form(Answer answer) {
    if (!answer.isSecret()) {
      return PLAIN;
    }
    return secrets.isPresent() ? SEALED : WITHHELD;
  }

  private Buffer bytes(String json, String form) {
    return switch (form) {
      case PLAIN -> Buffer.buffer(json);
      case SEALED -> Buffer.buffer(secrets.orElseThrow().seal(json));
      default -> Buffer.buffer();
    };
  }

  private Outcome outcome(Row row, Idempotency.Key key) {
    if (!row.getBuffer("body_sha256").equals(digest(key))) {
      return new Outcome.UsedOtherwise();
    }
    var answer = Optional.ofNullable(row.getBuffer("answer"));
    int status = row.getInteger("status");
    return switch (row.getString("answer_form")) {
      case PLAIN ->
          new Outcome.Repeated(
              new Answer(status, answer.map(it -> it.toString(StandardCharsets.UTF_8)), false));
      case SEALED ->
          opened(answer.orElseThrow())
              .<Outcome>map(
                  json -> new Outcome.Repeated(new Answer(status, Optional.of(json), true)))
              .orElseGet(Outcome.Withheld::new);
      default -> new Outcome.Withheld();
    };
  }

  /// Empty if the key it was sealed with is not ours any more.
  private Optional<String> opened(Buffer sealed) {
    try {
      return secrets.map(box -> box.open(sealed.getBytes()));
    } catch (UnreadableSecret e) {
      return Optional.empty();
    }
  }

  private static Buffer digest(Idempotency.Key key) {
    return Buffer.buffer(HexFormat.of().parseHex(key.bodySha256()));
  }
}
