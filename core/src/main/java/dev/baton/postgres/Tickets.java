package dev.baton.postgres;

import static dev.baton.postgres.AccountRows.ALIVE;
import static dev.baton.postgres.AccountRows.TOKEN;
import static dev.baton.postgres.AccountRows.USER;
import static dev.baton.postgres.AccountRows.first;
import static dev.baton.postgres.AccountRows.hash;

import dev.baton.chat.ChatId;
import dev.baton.store.AccountStore;
import dev.baton.store.AccountStore.Authenticated;
import dev.baton.store.Actor;
import dev.baton.store.StoreException.NotFound;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Tickets for one stream each. Any replica redeems them, and the row's deletion is their use.
final class Tickets {

  private static final String ADD =
      """
      INSERT INTO stream_tickets (secret_hash, token_id, chat_id, expires_at)
      SELECT $1, t.id, c.id, now() + $6::bigint * interval '1 millisecond'
      FROM tokens t, chats c
      WHERE t.id = $2 AND t.user_id = $3 AND c.id = $4 AND (c.owner_id = $3 OR $5)
      RETURNING expires_at
      """;

  private static final String REDEEM =
      "WITH used AS (DELETE FROM stream_tickets"
          + " WHERE secret_hash = $1 AND chat_id = $2 AND expires_at > now() RETURNING token_id)"
          + " SELECT "
          + USER
          + ", "
          + TOKEN
          + " FROM used JOIN tokens t ON t.id = used.token_id JOIN users u ON u.id = t.user_id"
          + " WHERE NOT u.suspended AND "
          + ALIVE;

  private final Pool pool;

  Tickets(Pool pool) {
    this.pool = pool;
  }

  Future<Instant> add(Actor actor, UUID by, ChatId chat, String secret) {
    return pool.preparedQuery(ADD)
        .execute(
            Tuple.of(
                hash(secret),
                by,
                actor.id().value(),
                chat.value(),
                actor.readsEverything(),
                AccountStore.TICKET_TTL.toMillis()))
        .map(rows ->
            first(rows)
                .map(row -> row.getOffsetDateTime("expires_at").toInstant())
                .orElseThrow(() -> new NotFound("Chat")));
  }

  Future<Optional<Authenticated>> redeem(String secret, ChatId chat) {
    return pool.preparedQuery(REDEEM)
        .execute(Tuple.of(hash(secret), chat.value()))
        .map(rows ->
            first(rows)
                .map(row -> new Authenticated(AccountRows.user(row), AccountRows.token(row))));
  }
}
