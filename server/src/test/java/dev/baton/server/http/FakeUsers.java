package dev.baton.server.http;

import dev.baton.chat.UserId;
import dev.baton.store.Actor;
import dev.baton.store.User;
import dev.baton.store.UserStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Users that answer with samples; nobody has a password.
final class FakeUsers implements UserStore {

  private final FakeStores log;

  FakeUsers(FakeStores log) {
    this.log = log;
  }

  @Override
  public Future<Void> requireManager(Actor actor) {
    return Future.succeededFuture();
  }

  @Override
  public Future<List<User>> users(Actor actor) {
    return log.answer(List.of(Samples.user(Actor.Role.MEMBER)), "users");
  }

  @Override
  public Future<User> create(Actor actor, UserDraft draft) {
    return log.answer(Samples.user(Actor.Role.MEMBER), "createUser", draft);
  }

  @Override
  public Future<User> update(Actor actor, UserId id, UserPatch patch) {
    return log.answer(Samples.user(Actor.Role.MEMBER), "updateUser", id, patch);
  }

  @Override
  public Future<Void> delete(Actor actor, UserId id) {
    return log.done("deleteUser", id);
  }

  @Override
  public Future<User> updateOwn(
      Actor actor, UUID by, Optional<String> name, Optional<String> passwordHash) {
    return log.answer(Samples.user(actor.role()), "updateOwn", name);
  }

  @Override
  public Future<SignIn> trySignIn(String email) {
    return Future.succeededFuture(new SignIn.Allowed(Optional.empty(), Optional.empty()));
  }

  @Override
  public Future<Void> signedIn(String email) {
    return Future.succeededFuture();
  }
}
