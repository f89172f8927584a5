package dev.baton.server.auth;

import dev.baton.server.auth.AuthException.TooManyTries;
import dev.baton.server.auth.AuthException.WrongPassword;
import dev.baton.store.User;
import dev.baton.store.UserStore;
import dev.baton.store.UserStore.SignIn;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Optional;

/// Finds the user behind an email address and a password. Any thread.
///
/// Each try is counted in the database before it is judged, so the limit holds across replicas and
/// for tries made at once. It is a limit per address, whoever tries: the user's sessions and tokens
/// are not touched by it.
public final class PasswordSignIn {

  private final UserStore users;
  private final Passwords passwords;

  public PasswordSignIn(UserStore users, Passwords passwords) {
    this.users = users;
    this.passwords = passwords;
  }

  /// @return fails with [AuthException] if the two do not go together, for whatever reason
  public Future<User> signIn(String email, String password) {
    var address = normal(email);
    return users
        .trySignIn(address)
        .map(PasswordSignIn::allowed)
        .compose(found ->
            passwords
                .matches(password, found.passwordHash())
                .map(matches -> judge(matches, found.user())))
        .compose(user -> users.signedIn(address).map(user));
  }

  /// Whether this is the user's own password, or the user has none yet. Counts as a try.
  ///
  /// @return fails with [AuthException] if it cannot be found out
  public Future<Boolean> isOwn(User user, Optional<String> password) {
    return users
        .trySignIn(user.email())
        .map(PasswordSignIn::allowed)
        .compose(found ->
            found.passwordHash().isEmpty()
                ? Future.succeededFuture(true)
                : passwords.matches(password.orElse(""), found.passwordHash()))
        .compose(isOwn ->
            isOwn ? users.signedIn(user.email()).map(true) : Future.succeededFuture(false));
  }

  public Future<String> hash(String password) {
    return passwords.hash(password);
  }

  /// Addresses are told apart without regard to case.
  public static String normal(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  private static SignIn.Allowed allowed(SignIn answer) {
    return switch (answer) {
      case SignIn.Allowed allowed -> allowed;
      case SignIn.TooMany(var retryAfter) -> throw new TooManyTries(retryAfter);
    };
  }

  private static User judge(boolean matches, Optional<User> user) {
    return user.filter(found -> matches && !found.suspended()).orElseThrow(WrongPassword::new);
  }
}
