package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.UUID;

/// Asks for changes under a key of idempotency each, and sees all that comes of it: while the first
/// request is in flight another is refused; then it is answered alike and changes nothing; and
/// another body is refused.
final class KeyedRequests {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Keys can be looked up and not be written, so whoever has made a change waits before it
  /// commits.
  private static final String HOLD =
      """
      SET idle_in_transaction_session_timeout = 0;
      BEGIN;
      LOCK TABLE idempotency_keys IN EXCLUSIVE MODE
      """;

  private static final String SOMEBODY_WAITS =
      """
      SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted
        AND relation = 'idempotency_keys'::regclass
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
      """;

  private final BatonClient client;
  private final Database database;

  KeyedRequests(BatonClient client, Database database) {
    this.client = client;
    this.database = database;
  }

  Answer post(String path, JsonNode body) {
    return post(path, body.toString());
  }

  /// A change that must succeed.
  ///
  /// @param body may be empty
  Answer post(String path, String body) {
    String key = UUID.randomUUID().toString();
    var first = inFlight(path, key, body);
    assertThat(first.status()).as("%s answered %s", path, first.body()).isBetween(200, 299);
    assertThat(first.headers().contains("Idempotent-Replayed")).isFalse();
    var again = ask(path, key, body).expect(first.status());
    assertThat(again.headers().get("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.body()).isEqualTo(first.body());
    ask(path, key, body + " ").expect(422);
    return first;
  }

  private Answer inFlight(String path, String key, String body) {
    var session = database.pool().getConnection().await();
    try {
      session.query(HOLD).execute().await();
      var first = client.beginOnce(path, key, Buffer.buffer(body));
      Poll.until(
          PATIENCE, () -> first.isComplete() || somebodyWaits(), () -> path + " makes no key");
      if (!first.isComplete()) {
        ask(path, key, body).expect(409);
      }
      letGo(session);
      return BatonClient.await(path, first);
    } finally {
      session.close();
    }
  }

  private static void letGo(SqlConnection session) {
    session.query("ROLLBACK").execute().await();
  }

  private boolean somebodyWaits() {
    return database.pool().query(SOMEBODY_WAITS).execute().await().iterator().next().getBoolean(0);
  }

  private Answer ask(String path, String key, String body) {
    Future<Answer> answer = client.beginOnce(path, key, Buffer.buffer(body));
    return BatonClient.await(path, answer);
  }
}
