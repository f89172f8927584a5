package dev.baton.postgres;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encrypts again, with the current key, the providers' keys that are under an older one. Replicas
/// that start together may all do it: a key is replaced only if it is still what was read. One that
/// cannot be read stays as it is.
final class KeyRotation {

  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);
  private static final UUID FIRST = new UUID(0, 0);
  private static final int BATCH = 100;

  private static final String OLD =
      """
      SELECT id, api_key FROM model_providers
      WHERE id > $1 AND api_key IS NOT NULL AND substring(api_key FROM 1 FOR $2) <> $3
      ORDER BY id LIMIT $4
      """;

  private static final String REPLACE =
      "UPDATE model_providers SET api_key = $3 WHERE id = $1 AND api_key = $2";

  private final Pool pool;
  private final SecretBox box;

  KeyRotation(Pool pool, SecretBox box) {
    this.pool = pool;
    this.box = box;
  }

  /// How many keys this call has encrypted again.
  Future<Integer> run() {
    return from(FIRST, 0)
        .onSuccess(count -> {
          if (count > 0) {
            LOG.atInfo().addKeyValue("count", count).log("stored keys are under the new key now");
          }
        });
  }

  private Future<Integer> from(UUID after, int done) {
    return pool.preparedQuery(OLD)
        .execute(Tuple.of(after, SecretBox.HEADER_BYTES, Buffer.buffer(box.header()), BATCH))
        .compose(rows -> replaceAll(rows, done));
  }

  private Future<Integer> replaceAll(RowSet<Row> rows, int done) {
    var count = Future.succeededFuture(done);
    var last = FIRST;
    for (Row row : rows) {
      count = count.compose(before -> replace(row).map(replaced -> before + replaced));
      last = row.getUUID("id");
    }
    var next = last;
    return rows.size() < BATCH ? count : count.compose(sum -> from(next, sum));
  }

  private Future<Integer> replace(Row row) {
    var id = row.getUUID("id");
    var old = row.getBuffer("api_key");
    try {
      var renewed = Buffer.buffer(box.seal(box.open(old.getBytes())));
      return pool.preparedQuery(REPLACE).execute(Tuple.of(id, old, renewed)).map(RowSet::rowCount);
    } catch (UnreadableSecret e) {
      LOG.atWarn()
          .addKeyValue("provider_id", id)
          .addKeyValue("reason", e.getMessage())
          .log("a provider's key cannot be read");
      return Future.succeededFuture(0);
    }
  }
}
