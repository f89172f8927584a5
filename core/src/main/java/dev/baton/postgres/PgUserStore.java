package dev.baton.postgres;

import static dev.baton.postgres.AccountRows.USER;
import static dev.baton.postgres.AccountRows.first;
import static dev.baton.postgres.AccountRows.hash;

import dev.baton.chat.UserId;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.store.Actor;
import dev.baton.store.Scope;
import dev.baton.store.StoreException.Conflict;
import dev.baton.store.StoreException.NotFound;
import dev.baton.store.User;
import dev.baton.store.UserStore;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Users in their table. Any thread; futures complete on the caller's context.
public final class PgUserStore implements UserStore {

  private static final String ADMINS_ONLY = "Only an admin may manage users.";

  /// Writers queue here, so that no two of them each leave the other's admin to be the last one.
  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('baton users'))";

  private static final String HAS_ADMIN =
      "SELECT EXISTS (SELECT FROM users WHERE role = 'admin' AND NOT suspended) AS has_admin";

  private static final String ALL = "SELECT " + USER + " FROM users u ORDER BY created_at, id";

  private static final String INSERT =
      "INSERT INTO users AS u (email, name, role, password_hash) VALUES ($1, $2, $3, $4) RETURNING "
          + USER;

  private static final String UPDATE =
      """
      UPDATE users u SET
        email = coalesce($2, email),
        name = coalesce($3, name),
        role = coalesce($4, role),
        password_hash = coalesce($5, password_hash),
        suspended = coalesce($6, suspended),
        updated_at = now()
      WHERE id = $1 RETURNING
      """
          + USER;

  private static final String END_SESSIONS =
      "DELETE FROM tokens WHERE user_id = $1 AND kind = 'session' AND id <> $2";

  private static final String SHUT_OUT =
      """
      WITH ended AS (DELETE FROM tokens WHERE user_id = $1)
      UPDATE users SET suspended = true, updated_at = now() WHERE id = $1
      """;

  /// As a chat's own end: the hint of it is newer than every other one.
  private static final String BUMP_SOME_CHATS =
      """
      UPDATE chats c SET snapshot_version = snapshot_version + 1
      WHERE id IN (SELECT id FROM chats WHERE owner_id = $1 LIMIT 100 FOR UPDATE) RETURNING
      """
          + ChatRows.HINT;

  private static final String DELETE_CHATS = "DELETE FROM chats WHERE id = ANY ($1)";

  private static final String DELETE = "DELETE FROM users WHERE id = $1";

  private static final String TRY_SIGN_IN =
      """
      WITH counted AS (
        INSERT INTO sign_in_tries AS s (email_hash, tries, since) VALUES ($1, 1, now())
        ON CONFLICT (email_hash) DO UPDATE SET
          tries = CASE WHEN s.since < now() - $3::bigint * interval '1 millisecond' THEN 1
            ELSE least(s.tries + 1, 1000000) END,
          since = CASE WHEN s.since < now() - $3::bigint * interval '1 millisecond' THEN now()
            ELSE s.since END
        RETURNING tries,
          (extract(epoch FROM since - now()) * 1000)::bigint + $3::bigint AS wait_millis)
      SELECT counted.tries, counted.wait_millis, u.password_hash,
      """
          + USER
          + " FROM counted LEFT JOIN users u ON u.email = $2";

  private static final String FORGET_TRIES = "DELETE FROM sign_in_tries WHERE email_hash = $1";

  private static final String UNIQUE_VIOLATION = "23505";
  private static final UUID NONE = new UUID(0, 0);

  private final Pool pool;
  private final ChatBus bus;

  public PgUserStore(Database database, ChatBus bus) {
    this.pool = database.pool();
    this.bus = bus;
  }

  @Override
  public Future<Void> requireManager(Actor actor) {
    return Permission.ofAdmin(actor, ADMINS_ONLY).mapEmpty();
  }

  @Override
  public Future<List<User>> users(Actor actor) {
    return Permission.ofAdmin(actor, ADMINS_ONLY)
        .compose(_ -> pool.query(ALL).mapping(AccountRows::user).execute())
        .map(rows -> rows.stream().toList());
  }

  @Override
  public Future<User> create(Actor actor, UserDraft draft) {
    var row =
        Tuple.of(
            draft.email(),
            draft.name(),
            draft.role().wireName(),
            draft.passwordHash().orElse(null));
    return write(actor, tx -> tx.preparedQuery(INSERT).execute(row).map(PgUserStore::one));
  }

  @Override
  public Future<User> update(Actor actor, UserId id, UserPatch patch) {
    boolean endsSessions =
        patch.passwordHash().isPresent() || patch.suspended().filter(on -> on).isPresent();
    var row =
        Tuple.of(
            id.value(),
            patch.email().orElse(null),
            patch.name().orElse(null),
            patch.role().map(Actor.Role::wireName).orElse(null),
            patch.passwordHash().orElse(null),
            patch.suspended().orElse(null));
    return write(
        actor,
        tx ->
            tx.preparedQuery(UPDATE)
                .execute(row)
                .map(PgUserStore::one)
                .compose(user ->
                    (endsSessions ? endSessions(tx, id, NONE) : Future.<Void>succeededFuture())
                        .map(user)));
  }

  @Override
  public Future<Void> delete(Actor actor, UserId id) {
    return write(actor, tx -> onOne(tx, SHUT_OUT, id))
        .compose(_ -> deleteChats(id))
        .compose(_ -> write(actor, tx -> onOne(tx, DELETE, id)));
  }

  private Future<Void> deleteChats(UserId owner) {
    return Transactions.write(pool, tx -> deleteSomeChats(tx, owner))
        .compose(ended -> {
          ended.forEach(bus::publish);
          return ended.isEmpty() ? Future.succeededFuture() : deleteChats(owner);
        });
  }

  private static Future<List<Hint>> deleteSomeChats(SqlConnection tx, UserId owner) {
    return tx.preparedQuery(BUMP_SOME_CHATS)
        .execute(Tuple.of(owner.value()))
        .map(rows -> ChatReads.all(rows, row -> ChatRows.hint(row, Hint.Kind.DELETED)))
        .compose(hints -> {
          var ids = hints.stream().map(hint -> hint.chatId().value()).toArray(UUID[]::new);
          return tx.preparedQuery(DELETE_CHATS).execute(Tuple.of((Object) ids)).map(hints);
        });
  }

  @Override
  public Future<User> updateOwn(
      Actor actor, UUID by, Optional<String> name, Optional<String> passwordHash) {
    var row =
        Tuple.of(
            actor.id().value(), null, name.orElse(null), null, passwordHash.orElse(null), null);
    return Permission.of(actor, Scope.ALL)
        .compose(_ ->
            Transactions.write(
                pool,
                tx ->
                    tx.preparedQuery(UPDATE)
                        .execute(row)
                        .map(PgUserStore::one)
                        .compose(user ->
                            (passwordHash.isPresent()
                                    ? endSessions(tx, actor.id(), by)
                                    : Future.<Void>succeededFuture())
                                .map(user))));
  }

  private static Future<Void> endSessions(SqlConnection tx, UserId user, UUID butFor) {
    return tx.preparedQuery(END_SESSIONS).execute(Tuple.of(user.value(), butFor)).mapEmpty();
  }

  @Override
  public Future<SignIn> trySignIn(String email) {
    return pool.preparedQuery(TRY_SIGN_IN)
        .execute(Tuple.of(hash(email), email, TRIES_WINDOW.toMillis()))
        .map(rows -> signIn(rows.iterator().next()));
  }

  @Override
  public Future<Void> signedIn(String email) {
    return pool.preparedQuery(FORGET_TRIES).execute(Tuple.of(hash(email))).mapEmpty();
  }

  private static SignIn signIn(Row row) {
    if (row.getInteger("tries") > MOST_TRIES) {
      return new SignIn.TooMany(Duration.ofMillis(Math.max(1, row.getLong("wait_millis"))));
    }
    return new SignIn.Allowed(
        Optional.ofNullable(row.getUUID("user_id")).map(_ -> AccountRows.user(row)),
        Optional.ofNullable(row.getString("password_hash")));
  }

  /// One writer at a time, and none that leaves the deployment without an admin.
  private <T> Future<T> write(Actor actor, Function<SqlConnection, Future<T>> change) {
    return Permission.ofAdmin(actor, ADMINS_ONLY)
        .compose(_ ->
            Transactions.write(
                pool,
                tx ->
                    tx.query(LOCK)
                        .execute()
                        .compose(_ -> change.apply(tx))
                        .compose(result ->
                            tx.query(HAS_ADMIN)
                                .execute()
                                .map(PgUserStore::requireAdmin)
                                .map(result))))
        .recover(failure -> Future.failedFuture(told(failure)));
  }

  private static Future<Void> onOne(SqlConnection tx, String sql, UserId id) {
    return tx.preparedQuery(sql)
        .execute(Tuple.of(id.value()))
        .map(rows -> {
          if (rows.rowCount() == 0) {
            throw new NotFound("User");
          }
          return null;
        });
  }

  private static boolean requireAdmin(RowSet<Row> rows) {
    if (!rows.iterator().next().getBoolean("has_admin")) {
      throw new Conflict("Nobody would be left to administrate: make another user admin first.");
    }
    return true;
  }

  private static User one(RowSet<Row> rows) {
    return first(rows).map(AccountRows::user).orElseThrow(() -> new NotFound("User"));
  }

  private static Throwable told(Throwable failure) {
    return failure instanceof PgException e && UNIQUE_VIOLATION.equals(e.getSqlState())
        ? new Conflict("Somebody has this email address already.")
        : failure;
  }
}
