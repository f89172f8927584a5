package dev.baton.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.server.http.FakeAccounts;
import dev.baton.server.http.FakeStores;
import dev.baton.store.AccountStore.Authenticated;
import dev.baton.store.User;
import dev.baton.time.VirtualScheduler;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is remembered of a credential, and for how long.
final class AuthenticatorTest {

  private static final Credential MEMBER = new Credential.Bearer("member");

  private final FakeAccounts accounts = new FakeStores().accounts;
  private final VirtualScheduler time = new VirtualScheduler();
  private final Authenticator authenticator =
      new Authenticator(accounts, new SameOrigin(Optional.empty()), time);

  @Test
  void an_answer_is_kept_for_less_than_a_second() {
    assertThat(ask(MEMBER)).isPresent();
    time.advance(Duration.ofMillis(999));
    accounts.known.clear();
    assertThat(ask(MEMBER)).isPresent();
    assertThat(accounts.lookUps).hasValue(1);
    time.advance(Duration.ofMillis(1));
    assertThat(ask(MEMBER)).isEmpty();
  }

  @Test
  void absence_is_not_kept() {
    var fresh = new Credential.Bearer("fresh");
    assertThat(ask(fresh)).isEmpty();
    accounts.known.put("fresh", accounts.known.get("member"));
    assertThat(ask(fresh)).isPresent();
  }

  @Test
  void a_credential_that_was_withdrawn_here_is_forgotten() {
    assertThat(ask(MEMBER)).isPresent();
    accounts.known.clear();
    authenticator.forget(MEMBER);
    assertThat(ask(MEMBER)).isEmpty();
  }

  @Test
  void everybody_can_be_forgotten() {
    assertThat(ask(MEMBER)).isPresent();
    accounts.known.clear();
    authenticator.forgetAll();
    assertThat(ask(MEMBER)).isEmpty();
  }

  @Test
  void a_secret_is_not_printed() {
    assertThat(MEMBER.toString()).doesNotContain("member");
    assertThat(new Credential.Session("s3cret").toString()).doesNotContain("s3cret");
    assertThat(new Credential.Ticket("s3cret").toString()).doesNotContain("s3cret");
  }

  private Optional<User> ask(Credential credential) {
    return authenticator.lookUp(credential).result().map(Authenticated::user);
  }
}
