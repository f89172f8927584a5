package dev.baton.postgres;

import static dev.baton.postgres.AccountRows.ALIVE;
import static dev.baton.postgres.AccountRows.TOKEN;
import static dev.baton.postgres.AccountRows.USER;
import static dev.baton.postgres.AccountRows.first;
import static dev.baton.postgres.AccountRows.hash;

import dev.baton.chat.ChatId;
import dev.baton.chat.UserId;
import dev.baton.store.AccountStore;
import dev.baton.store.Actor;
import dev.baton.store.Scope;
import dev.baton.store.StoreException;
import dev.baton.store.Token;
import dev.baton.store.User;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Credentials in their tables. Any thread; futures complete on the caller's context.
public final class PgAccountStore implements AccountStore {

  private static final Logger LOG = LoggerFactory.getLogger(PgAccountStore.class);

  private static final String ADD_ADMIN =
      """
      INSERT INTO users (email, name, role) SELECT 'admin@localhost', 'admin', 'admin'
      WHERE NOT EXISTS (SELECT FROM users WHERE role = 'admin')
      ON CONFLICT (email) DO NOTHING
      """;

  private static final String FIRST_ADMIN =
      "SELECT "
          + USER
          + " FROM users u WHERE role = 'admin' ORDER BY suspended, created_at, id LIMIT 1";

  private static final String AUTHENTICATE =
      "SELECT "
          + USER
          + ", "
          + TOKEN
          + ", t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute' AS is_news"
          + " FROM tokens t JOIN users u ON u.id = t.user_id"
          + " WHERE t.secret_hash = $1 AND t.kind IN ('api', 'session') AND NOT u.suspended AND "
          + ALIVE;

  private static final String TOUCH =
      """
      UPDATE tokens SET last_used_at = now()
      WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
      """;

  private static final String ADD_TOKEN =
      "INSERT INTO tokens AS t (user_id, kind, name, secret_hash, expires_at)"
          + " VALUES ($1, $2, $3, $4, now() + $5::bigint * interval '1 millisecond')"
          + " ON CONFLICT (secret_hash) DO NOTHING RETURNING "
          + TOKEN;

  private static final String MOVE_PRESET =
      "UPDATE tokens t SET user_id = $1 WHERE secret_hash = $2 AND kind = $3 AND name = $4"
          + " RETURNING "
          + TOKEN;

  /// Whoever asks may have been withdrawn a moment ago; then nothing comes of it.
  private static final String CREATE_TOKEN =
      "INSERT INTO tokens AS t (user_id, kind, name, secret_hash, scopes, expires_at)"
          + " SELECT $1, 'api', $2, $3, $4,"
          + " least(now() + $5::bigint * interval '1 millisecond',"
          + " CASE WHEN m.kind = 'api' THEN m.expires_at END)"
          + " FROM tokens m WHERE m.id = $6 AND m.user_id = $1 RETURNING "
          + TOKEN;

  private static final String TOKEN_BY_SECRET =
      "SELECT " + TOKEN + " FROM tokens t WHERE secret_hash = $1";

  private static final String REDEEM =
      "WITH t AS (UPDATE tokens SET last_used_at = now()"
          + " WHERE secret_hash = $1 AND kind = 'link' AND last_used_at IS NULL RETURNING *) SELECT "
          + USER
          + " FROM t JOIN users u ON u.id = t.user_id WHERE NOT u.suspended AND "
          + ALIVE;

  private static final String TOKENS =
      "SELECT "
          + TOKEN
          + " FROM tokens t WHERE user_id = $1 AND "
          + ALIVE
          + " ORDER BY created_at, id";

  private static final String DELETE_TOKEN =
      "DELETE FROM tokens WHERE id = $1 AND (user_id = $2 OR $3)";

  private static final String BY_ID = "SELECT " + USER + " FROM users u WHERE id = $1";

  /// A chat that is not there is not withdrawn: its stream ends by itself. No chat is the nil UUID.
  private static final String STILL_GOOD =
      "SELECT h.n FROM unnest($1::uuid[], $2::text[], $3::uuid[]) WITH ORDINALITY"
          + " AS h (token, role, chat, n)"
          + " JOIN tokens t ON t.id = h.token AND "
          + ALIVE
          + " JOIN users u ON u.id = t.user_id AND NOT u.suspended AND u.role = h.role"
          + " LEFT JOIN chats c ON c.id = h.chat"
          + " WHERE c.id IS NULL OR c.owner_id = u.id OR u.role <> 'member'";

  private static final UUID NO_CHAT = new UUID(0, 0);

  /// A link that was used stays as a memory of that.
  private static final List<String> SWEEP =
      List.of(
          """
          DELETE FROM tokens WHERE id IN (
            SELECT id FROM tokens
            WHERE expires_at < now() AND NOT (kind = 'link' AND last_used_at IS NOT NULL)
            LIMIT 1000 FOR UPDATE SKIP LOCKED)
          """,
          """
          DELETE FROM stream_tickets WHERE secret_hash IN (
            SELECT secret_hash FROM stream_tickets WHERE expires_at < now()
            LIMIT 1000 FOR UPDATE SKIP LOCKED)
          """,
          """
          DELETE FROM sign_in_tries WHERE email_hash IN (
            SELECT email_hash FROM sign_in_tries WHERE since < now() - interval '1 hour'
            LIMIT 1000 FOR UPDATE SKIP LOCKED)
          """);

  private final Pool pool;
  private final Tickets tickets;

  public PgAccountStore(Database database) {
    this.pool = database.pool();
    this.tickets = new Tickets(pool);
  }

  @Override
  public Future<User> ensureAdmin() {
    return pool.query(ADD_ADMIN)
        .execute()
        .compose(_ -> pool.query(FIRST_ADMIN).mapping(AccountRows::user).execute())
        .map(rows ->
            first(rows)
                .orElseThrow(() ->
                    new StoreException.Conflict(
                        "There is no admin, and admin@localhost is somebody else.")));
  }

  @Override
  public Future<Optional<Authenticated>> authenticate(String secret) {
    return pool.preparedQuery(AUTHENTICATE)
        .execute(Tuple.of(hash(secret)))
        .map(AccountRows::first)
        .map(found -> {
          found.filter(row -> row.getBoolean("is_news")).ifPresent(this::touch);
          return found.map(row -> new Authenticated(AccountRows.user(row), AccountRows.token(row)));
        });
  }

  /// Nobody waits for it.
  private void touch(Row row) {
    pool.preparedQuery(TOUCH)
        .execute(Tuple.of(row.getUUID("id")))
        .onFailure(
            e -> LOG.atDebug().addKeyValue("reason", e.getMessage()).log("token use not noted"));
  }

  @Override
  public Future<Set<Access>> stillGood(Collection<Access> held) {
    var all = List.copyOf(held);
    return pool.preparedQuery(STILL_GOOD)
        .execute(
            Tuple.of(
                all.stream().map(Access::token).toArray(UUID[]::new),
                all.stream().map(access -> access.role().wireName()).toArray(String[]::new),
                all.stream().map(PgAccountStore::chat).toArray(UUID[]::new)))
        .map(rows ->
            rows.stream().map(row -> all.get(row.getInteger("n") - 1)).collect(Collectors.toSet()));
  }

  private static UUID chat(Access access) {
    return access.chat().map(ChatId::value).orElse(NO_CHAT);
  }

  @Override
  public Future<Token> addToken(
      User user, Token.Kind kind, String name, String secret, Optional<Duration> validFor) {
    return pool.preparedQuery(ADD_TOKEN)
        .mapping(AccountRows::token)
        .execute(Tuple.of(user.id().value(), wireName(kind), name, hash(secret), millis(validFor)))
        .compose(rows ->
            first(rows)
                .map(Future::succeededFuture)
                .orElseGet(() -> existing(user.id(), kind, secret)));
  }

  /// A credential that the configuration names. It belongs to the present admin, whoever was it
  /// when it was added.
  public Future<Token> ensurePreset(
      User admin, Token.Kind kind, String name, String secret, Optional<Duration> validFor) {
    return pool.preparedQuery(MOVE_PRESET)
        .mapping(AccountRows::token)
        .execute(Tuple.of(admin.id().value(), hash(secret), wireName(kind), name))
        .compose(rows ->
            first(rows)
                .map(Future::succeededFuture)
                .orElseGet(() -> addToken(admin, kind, name, secret, validFor)));
  }

  private Future<Token> existing(UserId user, Token.Kind kind, String secret) {
    return pool.preparedQuery(TOKEN_BY_SECRET)
        .mapping(AccountRows::token)
        .execute(Tuple.of(hash(secret)))
        .map(rows ->
            first(rows)
                .filter(token -> token.userId().equals(user) && token.kind() == kind)
                .orElseThrow(() -> new StoreException.Conflict("This secret is already in use.")));
  }

  @Override
  public Future<Token> createToken(Actor actor, UUID by, TokenDraft draft, String secret) {
    var scopes = draft.scopes().orElse(actor.scopes());
    return Future.succeededFuture(scopes)
        .compose(wanted -> {
          wanted.forEach(actor::require);
          return pool.preparedQuery(CREATE_TOKEN)
              .mapping(AccountRows::token)
              .execute(
                  Tuple.of(
                      actor.id().value(),
                      draft.name(),
                      hash(secret),
                      wanted.stream().map(Scope::wireName).toArray(String[]::new),
                      millis(draft.validFor()),
                      by));
        })
        .map(rows ->
            first(rows)
                .orElseThrow(() ->
                    new StoreException.Forbidden("The credential that asked is good no longer.")));
  }

  @Override
  public Future<Optional<User>> redeemLink(String secret) {
    return pool.preparedQuery(REDEEM)
        .mapping(AccountRows::user)
        .execute(Tuple.of(hash(secret)))
        .map(AccountRows::first);
  }

  @Override
  public Future<List<Token>> tokens(Actor actor) {
    return Permission.of(actor, Scope.ALL)
        .compose(_ ->
            pool.preparedQuery(TOKENS)
                .mapping(AccountRows::token)
                .execute(Tuple.of(actor.id().value())))
        .map(rows -> rows.stream().toList());
  }

  @Override
  public Future<Void> deleteToken(Actor actor, UUID id) {
    return Permission.of(actor, Scope.ALL)
        .compose(_ ->
            pool.preparedQuery(DELETE_TOKEN)
                .execute(Tuple.of(id, actor.id().value(), actor.role() == Actor.Role.ADMIN)))
        .map(rows -> {
          if (rows.rowCount() == 0) {
            throw new StoreException.NotFound("Token");
          }
          return null;
        });
  }

  @Override
  public Future<Instant> addTicket(Actor actor, UUID by, ChatId chat, String secret) {
    return Permission.of(actor, Scope.CHAT_READ).compose(_ -> tickets.add(actor, by, chat, secret));
  }

  @Override
  public Future<Optional<Authenticated>> redeemTicket(String secret, ChatId chat) {
    return tickets.redeem(secret, chat);
  }

  /// Whatever the credential was granted: who one is, one may know.
  @Override
  public Future<User> user(Actor actor) {
    return pool.preparedQuery(BY_ID)
        .mapping(AccountRows::user)
        .execute(Tuple.of(actor.id().value()))
        .map(rows -> first(rows).orElseThrow(() -> new StoreException.NotFound("User")));
  }

  @Override
  public Future<Void> sweep() {
    return Future.join(SWEEP.stream().map(sql -> pool.query(sql).execute()).toList()).mapEmpty();
  }

  private static String wireName(Token.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Long millis(Optional<Duration> time) {
    return time.map(Duration::toMillis).orElse(null);
  }
}
