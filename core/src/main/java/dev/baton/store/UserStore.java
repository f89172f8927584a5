package dev.baton.store;

import dev.baton.chat.UserId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The people and programs of a deployment, and their passwords, of which only hashes come here.
///
/// There always is an admin who is not suspended: a change that would take away the last one is a
/// [StoreException.Conflict]. A new password and a suspension end all sessions of the user.
public interface UserStore {

  /// Refuses, before any work is done for it, whoever may not manage users.
  Future<Void> requireManager(Actor actor);

  /// All of them, the oldest first. For admins.
  Future<List<User>> users(Actor actor);

  /// For admins.
  Future<User> create(Actor actor, UserDraft draft);

  /// For admins.
  Future<User> update(Actor actor, UserId id, UserPatch patch);

  /// Deletes a user with all credentials and all chats. For admins.
  ///
  /// The user is shut out first, then the chats are deleted in batches, each with its hints, and
  /// then the user; a call that fails in between leaves a suspended user, and is to be made again.
  Future<Void> delete(Actor actor, UserId id);

  /// A change of the actor's own account.
  ///
  /// @param by the credential that is used: the one session that a new password does not end
  Future<User> updateOwn(
      Actor actor, UUID by, Optional<String> name, Optional<String> passwordHash);

  /// Counts one more try to sign in as whoever has this address, and tells what is needed to judge
  /// it. Whether there is such a user cannot be told from the time this takes.
  Future<SignIn> trySignIn(String email);

  /// Forgets the tries: one has succeeded.
  Future<Void> signedIn(String email);

  /// What a try to sign in with a password meets.
  sealed interface SignIn {

    /// @param user empty if nobody has this address
    /// @param passwordHash empty if the user has no password
    record Allowed(Optional<User> user, Optional<String> passwordHash) implements SignIn {}

    /// There were [UserStore#MOST_TRIES] within [UserStore#TRIES_WINDOW].
    record TooMany(Duration retryAfter) implements SignIn {}
  }

  int MOST_TRIES = 10;
  Duration TRIES_WINDOW = Duration.ofMinutes(5);

  /// @param email in lower case, and nobody else's
  record UserDraft(String email, String name, Actor.Role role, Optional<String> passwordHash) {}

  /// What is empty stays.
  record UserPatch(
      Optional<String> email,
      Optional<String> name,
      Optional<Actor.Role> role,
      Optional<String> passwordHash,
      Optional<Boolean> suspended) {}
}
