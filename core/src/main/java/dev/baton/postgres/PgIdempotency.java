package dev.baton.postgres;

import dev.baton.pubsub.ChatBus;
import dev.baton.store.Idempotency;
import dev.baton.store.Stores;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/// Keys in the transaction of their change. Any thread; futures complete on the caller's context.
///
/// ```
///   BEGIN ── try the key's lock ── look for the key ── the change ── keep key and answer ── COMMIT
///              taken: under way     there: repeat, or refuse
/// ```
///
/// The lock is an advisory one, which ends with the transaction and is seen by nobody else's
/// queries: who comes second is told so at once instead of waiting for the first. Its end comes
/// after the commit has become visible, and the look is a statement of its own, so it sees the key
/// that the lock protected.
public final class PgIdempotency implements Idempotency {

  /// Where stores work, and whom they tell.
  @FunctionalInterface
  public interface StoresOf extends BiFunction<Database, ChatBus, Stores> {}

  private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock($1) AS is_free";

  private final Database database;
  private final Pool pool;
  private final ChatBus bus;
  private final StoresOf stores;
  private final KeptAnswers answers;

  /// @param secrets without it, answers that hold a secret are not kept
  public PgIdempotency(
      Database database, ChatBus bus, Optional<SecretBox> secrets, StoresOf stores) {
    this.database = database;
    this.pool = database.pool();
    this.bus = bus;
    this.stores = stores;
    this.answers = new KeptAnswers(secrets);
  }

  @Override
  public Future<Outcome> once(Key key, Function<Stores, Future<Answer>> change) {
    var hints = new HeldHints();
    return Transactions.write(pool, tx -> once(tx, key, () -> make(tx, hints, change)))
        .map(outcome -> {
          hints.release(bus);
          return outcome;
        });
  }

  @Override
  public Future<Optional<Outcome>> earlier(Key key) {
    return answers.find(pool, key);
  }

  /// Forgets all keys that are too old, a few at a time, and not those that others are about to.
  ///
  /// @return how many
  public Future<Integer> sweep(int atOnce) {
    return answers
        .sweep(pool, atOnce)
        .compose(swept ->
            swept < atOnce
                ? Future.succeededFuture(swept)
                : sweep(atOnce).map(more -> swept + more));
  }

  private Future<Outcome> once(SqlConnection tx, Key key, Supplier<Future<Answer>> change) {
    var locked = tx.preparedQuery(TRY_LOCK).execute(Tuple.of(lockOf(key)));
    var found = answers.find(tx, key);
    return locked.compose(rows ->
        rows.iterator().next().getBoolean("is_free")
            ? found.compose(earlier ->
                earlier.map(Future::succeededFuture).orElseGet(() -> keep(tx, key, change)))
            : Future.succeededFuture(new Outcome.UnderWay()));
  }

  private Future<Outcome> keep(SqlConnection tx, Key key, Supplier<Future<Answer>> change) {
    return change
        .get()
        .compose(answer -> answers.keep(tx, key, answer).map(_ -> new Outcome.Made(answer)));
  }

  private Future<Answer> make(
      SqlConnection tx, ChatBus hints, Function<Stores, Future<Answer>> change) {
    return change.apply(stores.apply(database.within(tx), hints));
  }

  /// Different keys share a lock once in 2^64 times; then one is told to come again.
  private static long lockOf(Key key) {
    String name = key.user() + " " + key.route() + " " + key.text();
    return ByteBuffer.wrap(SecretBox.sha256(name.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
