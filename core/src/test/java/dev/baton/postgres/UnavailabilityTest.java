package dev.baton.postgres;

import static dev.baton.postgres.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.store.StoreException.Unavailable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is the database's trouble, and what is ours.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnavailabilityTest {

  private Deployment deployment;
  private Pool pool;
  private final Promise<Void> held = Promise.promise();

  @BeforeAll
  void open() {
    deployment = new Deployment();
    pool = deployment.database.pool();
  }

  @AfterAll
  void close() {
    deployment.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08006", "25006", "25P03", "40001", "40P01", "53200", "53300", "55P03", "57014", "57P01",
        "57P02", "57P03", "58030"
      })
  void these_states_are_worth_another_try(String state) {
    var failure = new PgException("the password is 1234", "FATAL", state, "");
    assertThat(Unavailability.told(failure))
        .isInstanceOf(Unavailable.class)
        .hasCause(failure)
        .hasMessageContaining(state)
        .hasMessageNotContaining("1234");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"22021", "23505", "25P02", "42601", "42703", "42P01", "28P01", "3D000", "XX000"})
  void these_states_are_not(String state) {
    var failure = new PgException("no", "ERROR", state, "");
    assertThat(Unavailability.told(failure)).isSameAs(failure);
  }

  static Stream<Exception> lost() {
    return Stream.of(
        ClosedConnectionException.INSTANCE,
        new ConnectException("refused"),
        new ClosedChannelException(),
        new TimeoutException(),
        new ConnectionPoolTooBusyException("too many wait"),
        VertxException.noStackTrace("Timeout"));
  }

  @ParameterizedTest
  @MethodSource
  void lost(Exception failure) {
    assertThat(Unavailability.told(failure)).isInstanceOf(Unavailable.class).hasCause(failure);
  }

  @Test
  void a_statement_that_means_nothing_is_our_fault_wherever_it_is_said() {
    for (Future<?> answer :
        new Future<?>[] {
          pool.query("SELECT nonsense").execute(),
          pool.preparedQuery("SELECT nonsense").execute(),
          Transactions.write(pool, tx -> tx.query("SELECT nonsense").execute()),
          Transactions.snapshot(pool, tx -> tx.query("SELECT nonsense").execute()),
        }) {
      assertThatThrownBy(() -> await(answer)).isInstanceOf(PgException.class);
    }
  }

  @Test
  void a_parameter_of_the_wrong_type_or_number_is_our_fault() {
    var two = pool.preparedQuery("SELECT $1::bigint + $2::bigint");
    assertThatThrownBy(() -> await(two.execute(Tuple.of("x", 1))))
        .isNotInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> await(two.execute(Tuple.of(1)))).isNotInstanceOf(Unavailable.class);
  }

  @Test
  void what_takes_too_long_is_unavailable_wherever_it_is_said() {
    var sleep = "SELECT pg_sleep(10)";
    for (Future<?> answer :
        new Future<?>[] {
          Transactions.write(pool, tx -> hasty(tx).compose(_ -> tx.query(sleep).execute())),
          Transactions.snapshot(pool, tx -> hasty(tx).compose(_ -> tx.query(sleep).execute())),
          pool.withTransaction(tx -> hasty(tx).compose(_ -> tx.query(sleep).execute())),
        }) {
      assertThatThrownBy(() -> await(answer)).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void a_session_that_is_ended_by_an_administrator_is_unavailable() {
    var end = "SELECT pg_terminate_backend(pg_backend_pid())";
    assertThatThrownBy(() -> await(pool.query(end).execute())).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> await(Transactions.write(pool, tx -> tx.query(end).execute())))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void a_database_that_cannot_be_reached_is_unavailable_and_comes_back() {
    var proxy = CuttableProxy.before(deployment.vertx, deployment.config);
    var behind = Database.open(deployment.vertx, proxy.config());
    var store = new PgAccountStore(behind);
    try {
      proxy.cut();
      assertThatThrownBy(() -> await(store.authenticate("x"))).isInstanceOf(Unavailable.class);
      proxy.mend();
      assertThat(await(store.authenticate("x"))).isEmpty();
    } finally {
      await(behind.close());
      proxy.close();
    }
  }

  @Test
  void what_waits_for_a_connection_behind_too_many_others_is_told_at_once() {
    var narrow =
        Database.open(deployment.vertx, deployment.config.withPoolSize(1).withPoolQueue(1));
    try {
      var working = Transactions.write(narrow.pool(), _ -> held.future());
      assertThatThrownBy(() -> await(tooMany(narrow.pool())))
          .isInstanceOf(Unavailable.class)
          .hasCauseInstanceOf(ConnectionPoolTooBusyException.class);
      held.complete();
      await(working);
    } finally {
      await(narrow.close());
    }
  }

  /// One of these may wait, the others are too many.
  private static Future<?> tooMany(Pool pool) {
    return Future.all(
        pool.query("SELECT 2").execute(),
        pool.query("SELECT 3").execute(),
        pool.query("SELECT 4").execute());
  }

  private static Future<?> hasty(SqlConnection tx) {
    return tx.query("SET LOCAL statement_timeout = '50ms'").execute();
  }
}
