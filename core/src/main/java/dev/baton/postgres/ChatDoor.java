package dev.baton.postgres;

import static java.util.function.Function.identity;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatMachine;
import dev.baton.chat.ChatState;
import dev.baton.chat.Decision;
import dev.baton.chat.UserId;
import dev.baton.pubsub.ChatBus;
import dev.baton.store.Actor;
import dev.baton.store.Refusals;
import dev.baton.store.Scope;
import dev.baton.store.StoreException;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The one way in which people change a chat: lock its row, look, decide, write, commit, publish.
///
/// Three round trips: the lock goes out with everything that is read under it, then the writes,
/// then the commit. Who may not see the chat never learns that it exists.
final class ChatDoor {

  /// The next statements see what this one waited for.
  private static final String LOCK =
      """
      SELECT owner_id, status, archived FROM chats
      WHERE id = $1 AND (owner_id = $2 OR $3) FOR NO KEY UPDATE
      """;

  private static final String COUNT_QUEUE =
      "SELECT count(*) AS queued FROM chat_queued_messages WHERE chat_id = $1";

  private static final String SELECT = "SELECT " + ChatRows.CHAT + " FROM chats c WHERE c.id = $1";

  /// What `text` and `jsonb` cannot hold. The SQL states: a character that is not in the encoding,
  /// one that is not in JSON, a text that is not JSON.
  private static final Set<String> UNSTORABLE = Set.of("22021", "22P05", "22P02");

  private final Pool pool;
  private final ChatBus bus;

  ChatDoor(Pool pool, ChatBus bus) {
    this.pool = pool;
    this.bus = bus;
  }

  /// What is done with a locked chat, given the answer to what was asked while it was locked.
  interface Step<P> {
    Future<Applied> take(SqlConnection tx, ChatState state, P answer);
  }

  /// Applies a command that needs no look at anything but the chat.
  Future<Applied> change(Actor actor, ChatId id, ChatCommand.Request command) {
    return change(actor, id, _ -> Future.succeededFuture(command));
  }

  /// Applies the command that `question` finds out.
  Future<Applied> change(
      Actor actor,
      ChatId id,
      Function<SqlConnection, Future<? extends ChatCommand.Request>> question) {
    return open(
        actor,
        id,
        tx -> question.apply(tx).map(identity()),
        (tx, state, command) -> decide(new MoveWriter(tx, id, Optional.empty()), state, command));
  }

  /// Locks the chat and asks `question` in one round trip, then takes the step.
  <P> Future<Applied> open(
      Actor actor, ChatId id, Function<SqlConnection, Future<P>> question, Step<P> step) {
    return Permission.of(actor, Scope.CHAT_UPDATE).compose(_ -> openTo(actor, id, question, step));
  }

  /// The same, for an actor whose credential was found to be good for it.
  <P> Future<Applied> openTo(
      Actor actor, ChatId id, Function<SqlConnection, Future<P>> question, Step<P> step) {
    return publishing(
        Transactions.write(
            pool,
            tx -> {
              var lock = Tuple.of(id.value(), actor.id().value(), actor.readsEverything());
              var locked = tx.preparedQuery(LOCK).execute(lock);
              var counted = tx.preparedQuery(COUNT_QUEUE).execute(Tuple.of(id.value()));
              var asked = question.apply(tx);
              return locked
                  .map(rows -> writable(rows, actor))
                  .compose(row -> counted.map(count -> state(row, count)))
                  .compose(state -> asked.compose(answer -> step.take(tx, state, answer)));
            }));
  }

  /// Sends the hint once the transaction is over, and only if it changed something.
  Future<Applied> publishing(Future<Applied> transaction) {
    return transaction
        .recover(failure -> Future.failedFuture(told(failure)))
        .map(applied -> {
          applied.hint().ifPresent(bus::publish);
          return applied;
        });
  }

  static Future<Row> read(SqlConnection tx, ChatId id) {
    return tx.preparedQuery(SELECT)
        .execute(Tuple.of(id.value()))
        .map(rows -> rows.iterator().next());
  }

  static StoreException auditor() {
    return new StoreException.Forbidden("An auditor reads everything and changes nothing.");
  }

  static Future<Applied> decide(MoveWriter writer, ChatState state, ChatCommand.Request command) {
    return switch (ChatMachine.decide(state, command)) {
      case Decision.Move move -> writer.apply(move);
      case Decision.Stay _ -> writer.nothing();
      case Decision.Refused refused -> Future.failedFuture(Refusals.of(refused));
    };
  }

  private static Row writable(RowSet<Row> locked, Actor actor) {
    if (locked.rowCount() == 0) {
      throw new StoreException.NotFound("Chat");
    }
    Row row = locked.iterator().next();
    requireOwner(actor, ChatRows.ownerId(row));
    return row;
  }

  /// For a chat that the actor may see.
  static void requireOwner(Actor actor, UserId owner) {
    if (actor.role() == Actor.Role.AUDITOR) {
      throw auditor();
    }
    if (!owner.equals(actor.id())) {
      throw new StoreException.Forbidden("Only the owner of a chat may change it.");
    }
  }

  private static ChatState state(Row row, RowSet<Row> count) {
    return ChatRows.state(row, count.iterator().next().getInteger("queued"));
  }

  private static Throwable told(Throwable failure) {
    return failure instanceof PgException e && UNSTORABLE.contains(e.getSqlState())
        ? new StoreException.Invalid(
            "content",
            "A value cannot be stored: it holds NUL or half of a character, or is no JSON.")
        : failure;
  }
}
