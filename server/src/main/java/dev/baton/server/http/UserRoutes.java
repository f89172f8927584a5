package dev.baton.server.http;

import dev.baton.chat.UserId;
import dev.baton.server.auth.Authenticator;
import dev.baton.server.auth.PasswordSignIn;
import dev.baton.server.http.UserDecoder.ChangedSelf;
import dev.baton.server.http.UserDecoder.ChangedUser;
import dev.baton.server.http.UserDecoder.NewUser;
import dev.baton.store.AccountStore;
import dev.baton.store.User;
import dev.baton.store.UserStore;
import dev.baton.store.UserStore.UserDraft;
import dev.baton.store.UserStore.UserPatch;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/// Users, as admins manage them, and oneself.
final class UserRoutes implements RouteGroup {

  private final UserStore users;
  private final AccountStore accounts;
  private final PasswordSignIn passwords;
  private final Authenticator authenticator;

  UserRoutes(
      UserStore users,
      AccountStore accounts,
      PasswordSignIn passwords,
      Authenticator authenticator) {
    this.users = users;
    this.accounts = accounts;
    this.passwords = passwords;
    this.authenticator = authenticator;
  }

  /// Oneself first: `me` is no id.
  @Override
  public void mount(Routes routes) {
    routes.get("/users/me", this::me);
    routes.patch("/users/me", this::changeSelf);
    routes.get("/users", this::list);
    routes.post("/users", this::create);
    routes.patch("/users/:user", this::update);
    routes.delete("/users/:user", this::delete);
  }

  private Future<Reply> me(Call call) {
    return accounts.user(call.actor()).map(UserRoutes::user);
  }

  private Future<Reply> changeSelf(Call call) {
    return call.decode(UserDecoder::own)
        .compose(change -> requireOwn(call, change).compose(_ -> changeSelf(call, change)))
        .map(UserRoutes::user);
  }

  private Future<User> changeSelf(Call call, ChangedSelf change) {
    return hash(change.password())
        .compose(
            hash -> users.updateOwn(call.actor(), call.caller().token().id(), change.name(), hash))
        .onSuccess(_ -> authenticator.forgetAll());
  }

  /// Whoever finds a browser open does not get to choose its owner's password.
  private Future<Boolean> requireOwn(Call call, ChangedSelf change) {
    return change.password().isEmpty()
        ? Future.succeededFuture(true)
        : passwords
            .isOwn(call.caller().user(), change.currentPassword())
            .map(UserRoutes::requireOwn);
  }

  private static boolean requireOwn(boolean isOwn) {
    if (!isOwn) {
      var validation = new Validation();
      validation.reject("current_password", "is not your password.");
      validation.finish();
    }
    return true;
  }

  private Future<Reply> list(Call call) {
    return users.users(call.actor()).map(UserRoutes::all);
  }

  private Future<Change> create(Call call) {
    return users
        .requireManager(call.actor())
        .compose(_ -> call.decode(UserDecoder::draft))
        .compose(user -> hash(user.password()).map(hash -> draft(user, hash)))
        .map(draft ->
            stores ->
                stores
                    .users()
                    .create(call.actor(), draft)
                    .map(user -> Reply.created(out -> AccountJson.write(out, user))));
  }

  private static UserDraft draft(NewUser user, Optional<String> hash) {
    return new UserDraft(user.email(), user.name(), user.role(), hash);
  }

  private Future<Reply> update(Call call) {
    var id = id(call);
    return users
        .requireManager(call.actor())
        .compose(_ -> call.decode(UserDecoder::patch))
        .compose(user -> hash(user.password()).map(hash -> patch(user, hash)))
        .compose(patch -> users.update(call.actor(), id, patch))
        .onSuccess(_ -> authenticator.forgetAll())
        .map(UserRoutes::user);
  }

  private static UserPatch patch(ChangedUser user, Optional<String> hash) {
    return new UserPatch(user.email(), user.name(), user.role(), hash, user.suspended());
  }

  private Future<Reply> delete(Call call) {
    return users
        .delete(call.actor(), id(call))
        .onComplete(_ -> authenticator.forgetAll())
        .map(_ -> Reply.noContent());
  }

  private Future<Optional<String>> hash(Optional<String> password) {
    return password
        .map(text -> passwords.hash(text).map(Optional::of))
        .orElse(Future.succeededFuture(Optional.empty()));
  }

  private static UserId id(Call call) {
    return new UserId(call.uuid("user", "Invalid user ID."));
  }

  private static Reply user(User user) {
    return Reply.ok(out -> AccountJson.write(out, user));
  }

  private static Reply all(List<User> users) {
    return Reply.ok(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("users");
      for (User user : users) {
        AccountJson.write(out, user);
      }
      out.writeEndArray();
      out.writeEndObject();
    });
  }
}
