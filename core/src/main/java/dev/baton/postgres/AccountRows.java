package dev.baton.postgres;

import dev.baton.chat.UserId;
import dev.baton.store.Actor;
import dev.baton.store.Scope;
import dev.baton.store.Token;
import dev.baton.store.User;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Users `u` and tokens `t` as rows. A secret is looked up by its SHA-256 and is not kept.
final class AccountRows {

  static final String USER =
      "u.id AS user_id, u.email, u.name AS user_name, u.role, u.suspended,"
          + " u.created_at AS user_created_at";
  static final String TOKEN =
      "t.id, t.user_id, t.kind, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_at";
  static final String ALIVE = "(t.expires_at IS NULL OR t.expires_at > now())";

  private AccountRows() {}

  static User user(Row row) {
    return new User(
        new UserId(row.getUUID("user_id")),
        row.getString("email"),
        row.getString("user_name"),
        Actor.Role.ofWireName(row.getString("role")),
        row.getBoolean("suspended"),
        row.getOffsetDateTime("user_created_at").toInstant());
  }

  static Token token(Row row) {
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

  static Buffer hash(String secret) {
    return Buffer.buffer(SecretBox.sha256(secret.getBytes(StandardCharsets.UTF_8)));
  }

  static <T> Optional<T> first(RowSet<T> rows) {
    return rows.stream().findFirst();
  }
}
