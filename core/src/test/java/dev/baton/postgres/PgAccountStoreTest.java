package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.ChatId;
import dev.baton.chat.UserId;
import dev.baton.store.AccountStore.Access;
import dev.baton.store.AccountStore.Authenticated;
import dev.baton.store.AccountStore.TokenDraft;
import dev.baton.store.Actor;
import dev.baton.store.Scope;
import dev.baton.store.StoreException;
import dev.baton.store.Token;
import dev.baton.store.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PgAccountStoreTest {

  private static final Vertx vertx = Vertx.vertx();
  private static final TestDatabase testDatabase = TestDatabase.migrated();
  private static final Database database = testDatabase.open(vertx);
  private static final Duration HOUR = Duration.ofHours(1);

  private final PgAccountStore store = new PgAccountStore(database);

  @AfterEach
  void clear() {
    run("DELETE FROM users");
  }

  @AfterAll
  static void stop() {
    database.close().await();
    vertx.close().await();
  }

  @Test
  void replicas_that_start_together_make_one_admin() {
    var starts = Stream.generate(store::ensureAdmin).limit(8).toList();
    Future.join(starts).await();
    var admin = starts.getFirst().result();
    assertThat(starts).allSatisfy(start -> assertThat(start.result()).isEqualTo(admin));
    assertThat(admin.email()).isEqualTo("admin@localhost");
    assertThat(admin.name()).isEqualTo("admin");
    assertThat(admin.role()).isEqualTo(Actor.Role.ADMIN);
    assertThat(store.user(admin.actor()).await()).isEqualTo(admin);
  }

  @Test
  void admin_who_was_renamed_stays_the_admin() {
    var admin = store.ensureAdmin().await();
    run("UPDATE users SET email = 'ada@example.org'");
    assertThat(store.ensureAdmin().await().id()).isEqualTo(admin.id());
    assertThat(count("SELECT count(*) FROM users")).isOne();
  }

  @Test
  void secret_authenticates_its_user() {
    var user = member("ada");
    var token = add(user, Token.Kind.API, "s1", Optional.of(HOUR));
    add(member("bob"), Token.Kind.SESSION, "s2", Optional.empty());
    var found = authenticate("s1").orElseThrow();
    assertThat(found.user()).isEqualTo(user);
    assertThat(found.token()).isEqualTo(token);
    assertThat(authenticate("s2").orElseThrow().user().name()).isEqualTo("bob");
    assertThat(authenticate("s3")).isEmpty();
    assertThat(authenticate("")).isEmpty();
  }

  @Test
  void secret_itself_is_not_in_the_database() {
    add(member("ada"), Token.Kind.API, "open-sesame", Optional.empty());
    assertThat(count("SELECT count(*) FROM tokens t WHERE t::text LIKE '%sesame%'")).isZero();
    assertThat(count("SELECT count(*) FROM tokens WHERE secret_hash = sha256('open-sesame')"))
        .isOne();
  }

  @Test
  void expired_and_withdrawn_secrets_and_suspended_users_do_not_get_in() {
    var user = member("ada");
    add(user, Token.Kind.API, "expired", Optional.of(Duration.ZERO));
    add(user, Token.Kind.API, "good", Optional.empty());
    assertThat(authenticate("expired")).isEmpty();
    assertThat(authenticate("good")).isPresent();
    run("UPDATE users SET suspended = true");
    assertThat(authenticate("good")).isEmpty();
  }

  /// The note is written behind the request. On a pool of one connection every later read stands in
  /// the queue behind it.
  @Test
  void use_is_noted_at_most_once_a_minute() {
    var narrow = Database.open(vertx, testDatabase.config().withPoolSize(1));
    var single = new PgAccountStore(narrow);
    var user = member("ada");
    var fresh = add(user, Token.Kind.API, "s1", Optional.empty());
    assertThat(fresh.lastUsedAt()).isEmpty();

    var first = lastUse(single, user);
    assertThat(lastUse(single, user)).isEqualTo(first);

    run("UPDATE tokens SET last_used_at = now() - interval '2 minutes'");
    assertThat(lastUse(single, user)).isAfter(first);
    narrow.close().await();
  }

  private static Instant lastUse(PgAccountStore single, User user) {
    single.authenticate("s1").await();
    return single.tokens(user.actor()).await().getFirst().lastUsedAt().orElseThrow();
  }

  @Test
  void link_signs_in_once_even_when_it_is_used_twice_at_once() {
    var user = member("ada");
    add(user, Token.Kind.LINK, "link", Optional.of(HOUR));
    var uses = Stream.generate(() -> store.redeemLink("link")).limit(6).toList();
    Future.join(uses).await();
    assertThat(uses.stream().map(Future::result).flatMap(Optional::stream)).containsExactly(user);
    assertThat(store.redeemLink("link").await()).isEmpty();
  }

  @Test
  void link_is_no_bearer_and_a_token_is_no_link() {
    var user = member("ada");
    add(user, Token.Kind.LINK, "link", Optional.of(HOUR));
    add(user, Token.Kind.API, "token", Optional.empty());
    assertThat(authenticate("link")).isEmpty();
    assertThat(store.redeemLink("token").await()).isEmpty();
    assertThat(authenticate("token")).isPresent();
  }

  @Test
  void expired_link_signs_nobody_in() {
    add(member("ada"), Token.Kind.LINK, "link", Optional.of(Duration.ZERO));
    assertThat(store.redeemLink("link").await()).isEmpty();
  }

  @Test
  void a_used_link_is_not_renewed_by_a_replica_that_starts_again() {
    var user = member("ada");
    add(user, Token.Kind.LINK, "link", Optional.of(HOUR));
    assertThat(store.redeemLink("link").await()).isPresent();
    add(user, Token.Kind.LINK, "link", Optional.of(HOUR));
    assertThat(store.redeemLink("link").await()).isEmpty();
  }

  @Test
  void same_secret_again_changes_nothing() {
    var user = member("ada");
    var first = add(user, Token.Kind.API, "preset", Optional.empty());
    assertThat(store.addToken(user, Token.Kind.API, "other", "preset", Optional.of(HOUR)).await())
        .isEqualTo(first);
    assertThat(count("SELECT count(*) FROM tokens")).isOne();
  }

  @Test
  void secret_of_another_kind_or_user_is_a_conflict() {
    var user = member("ada");
    add(user, Token.Kind.API, "preset", Optional.empty());
    for (var refused :
        List.of(
            store.addToken(user, Token.Kind.LINK, "n", "preset", Optional.empty()),
            store.addToken(member("bob"), Token.Kind.API, "n", "preset", Optional.empty()))) {
      assertThatThrownBy(refused::await)
          .isInstanceOf(StoreException.Conflict.class)
          .hasMessageNotContaining("preset");
    }
  }

  @Test
  void tokens_are_listed_and_deleted_by_their_owner_or_an_admin() {
    var admin = store.ensureAdmin().await();
    var ada = member("ada");
    var bob = member("bob");
    var first = add(ada, Token.Kind.API, "a1", Optional.empty());
    var second = add(ada, Token.Kind.SESSION, "a2", Optional.of(HOUR));
    add(bob, Token.Kind.API, "b1", Optional.empty());
    add(ada, Token.Kind.API, "a3", Optional.of(Duration.ZERO));

    assertThat(store.tokens(ada.actor()).await()).containsExactly(first, second);
    assertThatThrownBy(() -> store.deleteToken(bob.actor(), first.id()).await())
        .isInstanceOf(StoreException.NotFound.class);
    store.deleteToken(ada.actor(), first.id()).await();
    store.deleteToken(admin.actor(), second.id()).await();
    assertThat(store.tokens(ada.actor()).await()).isEmpty();
    assertThat(authenticate("a1")).isEmpty();
    assertThatThrownBy(() -> store.deleteToken(admin.actor(), UUID.randomUUID()).await())
        .isInstanceOf(StoreException.NotFound.class);
  }

  @Test
  void user_who_was_deleted_is_not_found() {
    var user = member("ada");
    run("DELETE FROM users");
    assertThatThrownBy(() -> store.user(user.actor()).await())
        .isInstanceOf(StoreException.NotFound.class)
        .hasMessage("User not found.");
  }

  @Test
  void a_preset_follows_the_admin() {
    var first = store.ensureAdmin().await();
    var made = preset(first);
    assertThat(preset(first)).isEqualTo(made);
    run("UPDATE users SET role = 'member'");
    run("INSERT INTO users (email, name, role) VALUES ('heir', 'heir', 'admin')");
    var heir = store.ensureAdmin().await();
    assertThat(heir.id()).isNotEqualTo(first.id());
    assertThat(preset(heir).id()).isEqualTo(made.id());
    assertThat(authenticate("preset").orElseThrow().user()).isEqualTo(heir);
  }

  @Test
  void a_suspended_admin_is_not_the_one_that_presets_are_for() {
    var first = store.ensureAdmin().await();
    run("UPDATE users SET suspended = true");
    run("INSERT INTO users (email, name, role) VALUES ('heir', 'heir', 'admin')");
    assertThat(store.ensureAdmin().await().id()).isNotEqualTo(first.id());
  }

  private Token preset(User admin) {
    return store.ensurePreset(admin, Token.Kind.API, "preset", "preset", Optional.empty()).await();
  }

  @Test
  void a_credential_that_was_just_withdrawn_makes_no_other() {
    var user = member("ada");
    var by = add(user, Token.Kind.API, "s1", Optional.empty());
    var draft = new TokenDraft("n", Optional.empty(), Optional.empty());
    assertThat(store.createToken(user.actor(), by.id(), draft, "s2").await().scopes())
        .containsExactly(Scope.ALL);
    store.deleteToken(user.actor(), by.id()).await();
    assertThatThrownBy(() -> store.createToken(user.actor(), by.id(), draft, "s3").await())
        .isInstanceOf(StoreException.Forbidden.class);
    assertThat(authenticate("s3")).isEmpty();
  }

  @Test
  void a_scope_of_a_later_version_grants_nothing() {
    var user = member("ada");
    add(user, Token.Kind.API, "s1", Optional.empty());
    run("UPDATE tokens SET scopes = '{chat:read,chat:telepathy}'");
    assertThat(authenticate("s1").orElseThrow().token().scopes()).containsExactly(Scope.CHAT_READ);
  }

  @Test
  void access_is_asked_for_in_one_statement_and_only_what_stands_is_told() {
    var ada = member("ada");
    var good = access(add(ada, Token.Kind.API, "s1", Optional.empty()), Actor.Role.MEMBER);
    var expired =
        access(add(ada, Token.Kind.API, "s2", Optional.of(Duration.ZERO)), Actor.Role.MEMBER);
    var asAdmin = new Access(good.token(), Actor.Role.ADMIN, Optional.empty());
    var ofNoChat = new Access(good.token(), Actor.Role.MEMBER, Optional.of(ChatId.random()));
    var bob = member("bob");
    var suspended = access(add(bob, Token.Kind.SESSION, "s3", Optional.empty()), Actor.Role.MEMBER);
    run("UPDATE users SET suspended = true WHERE name = 'bob'");
    var unknown = new Access(UUID.randomUUID(), Actor.Role.MEMBER, Optional.empty());
    assertThat(
            store.stillGood(List.of(good, expired, asAdmin, ofNoChat, suspended, unknown)).await())
        .containsExactlyInAnyOrder(good, ofNoChat);
  }

  private static Access access(Token token, Actor.Role role) {
    return new Access(token.id(), role, Optional.empty());
  }

  @Test
  void what_has_expired_is_swept_and_used_links_are_remembered() {
    var user = member("ada");
    add(user, Token.Kind.LINK, "used", Optional.of(HOUR));
    store.redeemLink("used").await();
    add(user, Token.Kind.LINK, "unused", Optional.of(HOUR));
    add(user, Token.Kind.API, "token", Optional.of(HOUR));
    add(user, Token.Kind.SESSION, "session", Optional.of(HOUR));
    run("UPDATE tokens SET expires_at = now() - interval '1 second'");
    add(user, Token.Kind.API, "good", Optional.of(HOUR));
    add(user, Token.Kind.API, "for ever", Optional.empty());
    run(
        "INSERT INTO sign_in_tries VALUES ('old', 1, now() - interval '2 hours'), ('new', 1, now())");
    store.sweep().await();
    assertThat(count("SELECT count(*) FROM tokens")).isEqualTo(3);
    assertThat(count("SELECT count(*) FROM sign_in_tries")).isOne();
    add(user, Token.Kind.LINK, "used", Optional.of(HOUR));
    assertThat(store.redeemLink("used").await()).isEmpty();
    run("DELETE FROM sign_in_tries");
  }

  private Token add(User user, Token.Kind kind, String secret, Optional<Duration> validFor) {
    return store.addToken(user, kind, "name", secret, validFor).await();
  }

  private Optional<Authenticated> authenticate(String secret) {
    return store.authenticate(secret).await();
  }

  private User member(String name) {
    var id =
        database
            .pool()
            .preparedQuery(
                "INSERT INTO users (email, name, role) VALUES ($1, $1, 'member') RETURNING id")
            .execute(Tuple.of(name))
            .await()
            .iterator()
            .next()
            .getUUID("id");
    return store.user(new Actor(new UserId(id), Actor.Role.MEMBER)).await();
  }

  private static RowSet<Row> run(String sql) {
    return database.pool().query(sql).execute().await();
  }

  private static long count(String sql) {
    return run(sql).iterator().next().getLong(0);
  }
}
