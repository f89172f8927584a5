package dev.baton.postgres;

import dev.baton.chat.UserId;
import dev.baton.store.AccountStore;
import dev.baton.store.Actor;
import dev.baton.store.Scope;
import dev.baton.store.StoreException;
import dev.baton.store.Token;
import dev.baton.store.User;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Users and tokens in their tables. A secret is looked up by its SHA-256 and is not kept.
public final class PgAccountStore implements AccountStore {

  private static final Logger log = LoggerFactory.getLogger(PgAccountStore.class);

  private static final String USER =
      "u.id AS user_id, u.email, u.name AS user_name, u.role, u.suspended,"
          + " u.created_at AS user_created_at";
  private static final String TOKEN =
      "t.id, t.user_id, t.kind, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_at";
  private static final String ALIVE = "(t.expires_at IS NULL OR t.expires_at > now())";

  private static final String ADD_ADMIN =
      """
      INSERT INTO users (email, name, role) SELECT 'admin@localhost', 'admin', 'admin'
      WHERE NOT EXISTS (SELECT FROM users WHERE role = 'admin')
      ON CONFLICT (email) DO NOTHING
      """;

  private static final String FIRST_ADMIN =
      "SELECT " + USER + " FROM users u WHERE role = 'admin' ORDER BY created_at, id LIMIT 1";

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

  private final Pool pool;

  public PgAccountStore(Database database) {
    this.pool = database.pool();
  }

  @Override
  public Future<User> ensureAdmin() {
    return pool.query(ADD_ADMIN)
        .execute()
        .compose(_ -> pool.query(FIRST_ADMIN).mapping(PgAccountStore::user).execute())
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
        .map(PgAccountStore::first)
        .map(found -> {
          found.filter(row -> row.getBoolean("is_news")).ifPresent(this::touch);
          return found.map(row -> new Authenticated(user(row), token(row)));
        });
  }

  /// Nobody waits for it.
  private void touch(Row row) {
    pool.preparedQuery(TOUCH)
        .execute(Tuple.of(row.getUUID("id")))
        .onFailure(
            e -> log.atDebug().addKeyValue("reason", e.getMessage()).log("token use not noted"));
  }

  @Override
  public Future<Token> addToken(
      User user, Token.Kind kind, String name, String secret, Optional<Duration> validFor) {
    return pool.preparedQuery(ADD_TOKEN)
        .mapping(PgAccountStore::token)
        .execute(
            Tuple.of(
                user.id().value(),
                wireName(kind),
                name,
                hash(secret),
                validFor.map(Duration::toMillis).orElse(null)))
        .compose(rows ->
            first(rows)
                .map(Future::succeededFuture)
                .orElseGet(() -> existing(user.id(), kind, secret)));
  }

  private Future<Token> existing(UserId user, Token.Kind kind, String secret) {
    return pool.preparedQuery(TOKEN_BY_SECRET)
        .mapping(PgAccountStore::token)
        .execute(Tuple.of(hash(secret)))
        .map(rows ->
            first(rows)
                .filter(token -> token.userId().equals(user) && token.kind() == kind)
                .orElseThrow(() -> new StoreException.Conflict("This secret is already in use.")));
  }

  @Override
  public Future<Optional<User>> redeemLink(String secret) {
    return pool.preparedQuery(REDEEM)
        .mapping(PgAccountStore::user)
        .execute(Tuple.of(hash(secret)))
        .map(PgAccountStore::first);
  }

  @Override
  public Future<List<Token>> tokens(Actor actor) {
    return pool.preparedQuery(TOKENS)
        .mapping(PgAccountStore::token)
        .execute(Tuple.of(actor.id().value()))
        .map(rows -> rows.stream().toList());
  }

  @Override
  public Future<Void> deleteToken(Actor actor, UUID id) {
    return pool.preparedQuery(DELETE_TOKEN)
        .execute(Tuple.of(id, actor.id().value(), actor.role() == Actor.Role.ADMIN))
        .map(rows -> {
          if (rows.rowCount() == 0) {
            throw new StoreException.NotFound("Token");
          }
          return null;
        });
  }

  @Override
  public Future<User> user(Actor actor) {
    return pool.preparedQuery(BY_ID)
        .mapping(PgAccountStore::user)
        .execute(Tuple.of(actor.id().value()))
        .map(rows -> first(rows).orElseThrow(() -> new StoreException.NotFound("User")));
  }

  private static Buffer hash(String secret) {
    return Buffer.buffer(SecretBox.sha256(secret.getBytes(StandardCharsets.UTF_8)));
  }

  private static <T> Optional<T> first(RowSet<T> rows) {
    return rows.stream().findFirst();
  }

  private static User user(Row row) {
    return new User(
        new UserId(row.getUUID("user_id")),
        row.getString("email"),
        row.getString("user_name"),
        Actor.Role.ofWireName(row.getString("role")),
        row.getBoolean("suspended"),
        row.getOffsetDateTime("user_created_at").toInstant());
  }

  private static Token token(Row row) {
    return new Token(
        row.getUUID("id"),
        new UserId(row.getUUID("user_id")),
        Token.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("name"),
        scopes(row),
        row.getOffsetDateTime("created_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("expires_at")).map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getOffsetDateTime("last_used_at")).map(OffsetDateTime::toInstant));
  }

  /// A scope that this version does not know grants nothing.
  private static Set<Scope> scopes(Row row) {
    return Arrays.stream(row.getArrayOfStrings("scopes"))
        .map(Scope::ofWireName)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  private static String wireName(Token.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
