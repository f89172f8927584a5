package dev.baton.postgres;

import dev.baton.store.StoreException;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.TransactionRollbackException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// Tells the database's trouble from ours: a connection that is lost, refused or not to be had, a
/// limit of time, a conflict of transactions, a server that stops. A statement that PostgreSQL does
/// not understand is none of these, and no other try will help it.
final class Unavailability {

  /// SQL states, or the classes they begin with.
  private static final List<String> STATES =
      List.of(
          "08", // connection exception
          "25006", // read-only: this server has become a standby
          "25P03", // idle in a transaction for too long
          "40", // serialization, deadlock
          "53", // disk, memory, too many connections
          "55P03", // lock timeout
          "57014", // statement timeout
          "57P", // shutdown, crash, starting up
          "58"); // trouble of the operating system

  /// How the client's complaints about parameters begin; what else it fails with by itself is a
  /// connection lost, closed or waited for in vain.
  private static final List<String> MISUSE = List.of("Parameter at ", "The number of parameters ");

  private Unavailability() {}

  /// The failure as the stores' callers are to hear it.
  static Throwable told(Throwable failure) {
    return reason(failure)
        .<Throwable>map(reason ->
            new StoreException.Unavailable("The database is not available: " + reason, failure))
        .orElse(failure);
  }

  /// Without what the database said, which may quote data.
  private static Optional<String> reason(Throwable failure) {
    return switch (failure) {
      case DatabaseException refusal ->
          Optional.ofNullable(refusal.getSqlState())
              .filter(state -> STATES.stream().anyMatch(state::startsWith))
              .map(state -> "SQL state " + state + ".");
      case TransactionRollbackException _ -> Optional.empty();
      case VertxException client ->
          Optional.of(client).filter(Unavailability::isNoMisuse).map(_ -> "no connection.");
      case IOException network -> Optional.of(network.getClass().getSimpleName() + ".");
      case TimeoutException _ -> Optional.of("no answer in time.");
      default -> Optional.empty();
    };
  }

  private static boolean isNoMisuse(VertxException client) {
    String message = String.valueOf(client.getMessage());
    return MISUSE.stream().noneMatch(message::startsWith);
  }
}
