package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TransactionsTest {

  private final List<String> calls = new ArrayList<>();
  private final Promise<Void> ended = Promise.promise();
  private final Transaction transaction =
      fake(Transaction.class, Map.of("commit", ended::future, "rollback", ended::future));
  private final SqlConnection session =
      fake(
          SqlConnection.class,
          Map.of(
              "begin", () -> Future.succeededFuture(transaction),
              "transaction", () -> transaction,
              "query", () -> fake(Query.class, Map.of("execute", Future::succeededFuture)),
              "close", Future::succeededFuture));
  private final Pool pool =
      fake(Pool.class, Map.of("getConnection", () -> Future.succeededFuture(session)));

  /// The pool may give it to another thread, which was seen to overtake a ROLLBACK on its way.
  @Test
  void a_session_goes_back_to_the_pool_only_when_its_read_has_ended() {
    var read = Transactions.snapshot(pool, _ -> Future.succeededFuture("read"));
    assertThat(read.result()).as("nobody waits for the ROLLBACK").isEqualTo("read");
    assertThat(calls).endsWith("rollback").doesNotContain("close");
    ended.complete();
    assertThat(calls).endsWith("rollback", "close");
  }

  @Test
  void a_session_goes_back_to_the_pool_also_when_the_read_and_the_rollback_fail() {
    var read = Transactions.snapshot(pool, _ -> Future.failedFuture("no"));
    ended.fail("gone");
    assertThat(read.failed()).isTrue();
    assertThat(calls).endsWith("rollback", "close");
  }

  @Test
  void a_write_is_told_and_its_session_given_back_when_it_is_committed() {
    var write = Transactions.write(pool, _ -> Future.succeededFuture("written"));
    assertThat(write.isComplete()).isFalse();
    assertThat(calls).endsWith("commit").doesNotContain("close");
    ended.complete();
    assertThat(write.result()).isEqualTo("written");
    assertThat(calls).endsWith("commit", "close");
  }

  /// Notes what is called, and answers it.
  private <T> T fake(Class<T> type, Map<String, Supplier<Object>> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> {
              calls.add(method.getName());
              return Objects.requireNonNull(answers.get(method.getName()), method::toString).get();
            }));
  }
}
