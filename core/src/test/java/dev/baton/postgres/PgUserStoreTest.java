package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.UserId;
import dev.baton.pubsub.Hint;
import dev.baton.store.Actor;
import dev.baton.store.Scope;
import dev.baton.store.StoreException.Conflict;
import dev.baton.store.StoreException.Forbidden;
import dev.baton.store.StoreException.NotFound;
import dev.baton.store.User;
import dev.baton.store.UserStore;
import dev.baton.store.UserStore.SignIn;
import dev.baton.store.UserStore.UserDraft;
import dev.baton.store.UserStore.UserPatch;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PgUserStoreTest {

  private static final UserPatch NO_CHANGE =
      new UserPatch(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private final Deployment baton = new Deployment();
  private final PgUserStore store = new PgUserStore(baton.database, baton.bus);
  private final Actor admin = baton.user(Actor.Role.ADMIN);

  @AfterEach
  void stop() {
    baton.close();
  }

  @Test
  void only_an_admin_with_a_whole_credential_manages_users() {
    var limited = new Actor(admin.id(), Actor.Role.ADMIN, Set.of(Scope.CHAT_ALL));
    for (Actor actor : List.of(baton.ann, baton.user(Actor.Role.AUDITOR), limited)) {
      for (ThrowingCallable deed :
          List.<ThrowingCallable>of(
              () -> store.requireManager(actor).await(),
              () -> store.users(actor).await(),
              () -> store.create(actor, draft("x@example.org", Actor.Role.ADMIN)).await(),
              () -> store.update(actor, actor.id(), NO_CHANGE).await(),
              () -> store.delete(actor, actor.id()).await())) {
        assertThatThrownBy(deed).isInstanceOf(Forbidden.class);
      }
    }
  }

  @Test
  void admins_who_take_each_other_down_leave_one() {
    var other = baton.user(Actor.Role.ADMIN);
    var deeds =
        List.of(
            store.update(admin, other.id(), suspended()),
            store.update(other, admin.id(), suspended()),
            store.delete(admin, other.id()),
            store.delete(other, admin.id()));
    Future.join(deeds).otherwiseEmpty().await();
    assertThat(deeds).filteredOn(Future::failed).isNotEmpty();
    assertThat(count("SELECT count(*) FROM users WHERE role = 'admin' AND NOT suspended"))
        .isPositive();
  }

  @Test
  void a_password_or_a_suspension_ends_the_sessions_and_leaves_the_tokens() {
    for (UserPatch patch : List.of(suspended(), password())) {
      session(baton.ann.id());
      token(baton.ann.id());
      store.update(admin, baton.ann.id(), patch).await();
      assertThat(count("SELECT count(*) FROM tokens WHERE kind = 'session'")).isZero();
    }
    assertThat(count("SELECT count(*) FROM tokens WHERE kind = 'api'")).isEqualTo(2);
    session(baton.ann.id());
    store.update(admin, baton.ann.id(), NO_CHANGE).await();
    assertThat(count("SELECT count(*) FROM tokens WHERE kind = 'session'")).isOne();
  }

  @Test
  void an_own_password_leaves_the_session_that_chose_it() {
    var mine = session(baton.ann.id());
    session(baton.ann.id());
    store.updateOwn(baton.ann, mine, Optional.empty(), Optional.of("hash")).await();
    assertThat(baton.sql("SELECT id FROM tokens").iterator().next().getUUID(0)).isEqualTo(mine);
    assertThat(count("SELECT count(*) FROM tokens")).isOne();
  }

  @Test
  void a_user_goes_with_all_chats_and_every_chat_is_told() {
    for (int i = 0; i < 101; i++) {
      baton.chat();
    }
    var kept = baton.chats.create(admin, Deployment.newChat("mine")).await().id();
    baton.hints.clear();
    store.delete(admin, baton.ann.id()).await();
    assertThat(baton.hints)
        .hasSize(101)
        .allSatisfy(hint -> {
          assertThat(hint.kind()).isEqualTo(Hint.Kind.DELETED);
          assertThat(hint.ownerId()).isEqualTo(baton.ann.id());
          assertThat(hint.versions().snapshot()).as("newer than the row was").isEqualTo(2);
        });
    assertThat(baton.sql("SELECT id FROM chats").iterator().next().getUUID(0))
        .isEqualTo(kept.value());
    assertThat(store.users(admin).await()).extracting(User::id).containsExactly(admin.id());
    assertThatThrownBy(() -> store.delete(admin, baton.ann.id()).await())
        .isInstanceOf(NotFound.class);
  }

  @Test
  void an_address_that_is_taken_is_a_conflict_and_changes_nothing() {
    var ada = store.create(admin, draft("ada@example.org", Actor.Role.MEMBER)).await();
    assertThatThrownBy(
            () -> store.create(admin, draft("ada@example.org", Actor.Role.ADMIN)).await())
        .isInstanceOf(Conflict.class);
    assertThat(store.users(admin).await()).hasSize(3).contains(ada);
  }

  @Test
  void tries_are_counted_before_they_are_judged() {
    store.create(admin, draft("ada@example.org", Actor.Role.MEMBER)).await();
    var tries =
        Stream.generate(() -> store.trySignIn("ada@example.org"))
            .limit(UserStore.MOST_TRIES + 5)
            .toList();
    Future.join(tries).await();
    assertThat(tries)
        .filteredOn(found -> found.result() instanceof SignIn.Allowed)
        .hasSize(UserStore.MOST_TRIES);
    assertThat(store.trySignIn("ada@example.org").await())
        .isInstanceOfSatisfying(
            SignIn.TooMany.class,
            refused ->
                assertThat(refused.retryAfter())
                    .isPositive()
                    .isLessThanOrEqualTo(UserStore.TRIES_WINDOW));
    assertThat(store.trySignIn("bob@example.org").await()).isInstanceOf(SignIn.Allowed.class);
    store.signedIn("ada@example.org").await();
    assertThat(store.trySignIn("ada@example.org").await())
        .isInstanceOfSatisfying(
            SignIn.Allowed.class,
            found -> {
              assertThat(found.user()).isPresent();
              assertThat(found.passwordHash()).contains("hash");
            });
  }

  @Test
  void who_tries_is_not_in_the_database() {
    store.trySignIn("nobody@example.org").await();
    assertThat(count("SELECT count(*) FROM sign_in_tries s WHERE s::text LIKE '%nobody%'"))
        .isZero();
  }

  private UUID session(UserId user) {
    return credential(user, "session");
  }

  private UUID token(UserId user) {
    return credential(user, "api");
  }

  private UUID credential(UserId user, String kind) {
    return baton
        .sql(
            "INSERT INTO tokens (user_id, kind, name, secret_hash)"
                + " VALUES ($1, $2, 'n', sha256(convert_to($3, 'UTF8'))) RETURNING id",
            user.value(),
            kind,
            UUID.randomUUID().toString())
        .iterator()
        .next()
        .getUUID(0);
  }

  private long count(String sql) {
    return baton.sql(sql).iterator().next().getLong(0);
  }

  private static UserDraft draft(String email, Actor.Role role) {
    return new UserDraft(email, "name", role, Optional.of("hash"));
  }

  private static UserPatch suspended() {
    return new UserPatch(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true));
  }

  private static UserPatch password() {
    return new UserPatch(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of("hash"),
        Optional.empty());
  }
}
