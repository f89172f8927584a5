package dev.baton.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Users and their credentials. Secrets are random, at least 128 bits, and stored as SHA-256.
public interface AccountStore {

  /// The first user, `admin`, is created if there is none.
  Future<User> ensureAdmin();

  /// The user behind a secret of one of the kinds, if it is neither expired nor withdrawn and the
  /// user is not suspended.
  Future<Optional<Authenticated>> authenticate(String secret);

  record Authenticated(User user, Token token) {}

  /// Adds a credential with a secret chosen by the caller; the same secret again changes nothing.
  Future<Token> addToken(
      User user, Token.Kind kind, String name, String secret, Optional<Duration> validFor);

  /// Uses up a sign-in link. It stays as used, so that adding the same secret again does not renew
  /// it.
  ///
  /// @return the user it signs in, once
  Future<Optional<User>> redeemLink(String secret);

  Future<List<Token>> tokens(Actor actor);

  /// An actor's own token, or any for an admin.
  Future<Void> deleteToken(Actor actor, UUID id);

  Future<User> user(Actor actor);
}
