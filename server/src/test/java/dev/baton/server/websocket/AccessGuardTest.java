package dev.baton.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.server.auth.Caller;
import dev.baton.server.auth.Credential;
import dev.baton.server.http.FakeAccounts;
import dev.baton.server.http.FakeStores;
import dev.baton.server.http.Samples;
import dev.baton.store.AccountStore.Authenticated;
import dev.baton.store.Actor;
import dev.baton.store.Token;
import dev.baton.stream.CloseCode;
import dev.baton.time.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AccessGuardTest {

  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private final FakeAccounts accounts = new FakeStores().accounts;
  private final VirtualScheduler time = new VirtualScheduler();
  private final AccessGuard guard = new AccessGuard(accounts, time);

  @BeforeEach
  void start() {
    guard.start();
  }

  @Test
  void a_withdrawn_token_closes_its_streams_within_a_second() {
    var first = watch("member");
    var second = watch("member");
    var other = watch("admin");
    time.advance(A_SECOND);
    assertThat(first.closed).isEmpty();
    accounts.known.remove("member");
    time.advance(A_SECOND);
    assertThat(first.closed).containsExactly(CloseCode.ACCESS_LOST);
    assertThat(second.closed).containsExactly(CloseCode.ACCESS_LOST);
    assertThat(other.closed).isEmpty();
  }

  @Test
  void another_role_closes_the_streams_of_the_old_one() {
    var watcher = watch("admin");
    var before = accounts.who("admin");
    accounts.known.put("admin", new Authenticated(Samples.user(Actor.Role.MEMBER), before.token()));
    time.advance(A_SECOND);
    assertThat(watcher.closed).containsExactly(CloseCode.ACCESS_LOST);
  }

  @Test
  void a_database_that_cannot_be_asked_closes_nothing() {
    var watcher = watch("member");
    accounts.unreachable = true;
    time.advance(A_SECOND);
    assertThat(watcher.closed).isEmpty();
    accounts.unreachable = false;
    accounts.known.remove("member");
    time.advance(A_SECOND);
    assertThat(watcher.closed).containsExactly(CloseCode.ACCESS_LOST);
  }

  @Test
  void all_that_is_open_is_asked_for_at_once() {
    for (int i = 0; i < 100; i++) {
      accounts.add("token-" + i, Samples.user(Actor.Role.MEMBER), Token.Kind.API);
      watch("token-" + i);
      watch("token-" + i);
    }
    time.advance(A_SECOND);
    assertThat(accounts.lookUps).hasValue(1);
  }

  @Test
  void while_nothing_is_open_nobody_is_asked() {
    time.advance(Duration.ofMinutes(1));
    assertThat(accounts.lookUps).hasValue(0);
  }

  @Test
  void who_has_left_is_not_asked_for() {
    var watcher = new Noted();
    guard.guard(caller("member"), watcher).run();
    accounts.known.clear();
    time.advance(A_SECOND);
    assertThat(watcher.closed).isEmpty();
    assertThat(accounts.lookUps).hasValue(0);
  }

  @Test
  void a_stopped_guard_asks_no_more() {
    watch("member");
    guard.stop();
    time.advance(Duration.ofMinutes(1));
    assertThat(accounts.lookUps).hasValue(0);
    assertThat(time.pending()).isZero();
  }

  private Noted watch(String secret) {
    var watcher = new Noted();
    guard.guard(caller(secret), watcher);
    return watcher;
  }

  private Caller caller(String secret) {
    var who = accounts.who(secret);
    return new Caller(who.user(), who.token(), new Credential.Bearer(secret));
  }

  /// Notes how it was closed.
  private static final class Noted implements Watcher {

    final List<CloseCode> closed = new ArrayList<>();

    @Override
    public void leave() {}

    @Override
    public void close(CloseCode code, String reason) {
      closed.add(code);
    }
  }
}
