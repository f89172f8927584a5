package dev.baton.store;

import dev.baton.chat.UserId;
import java.util.Locale;
import java.util.Set;

/// On whose behalf something is read or changed, and how much of what this user may do was granted
/// to the credential that is used.
public record Actor(UserId id, Role role, Set<Scope> scopes) {

  /// What a user may do beyond the user's own chats.
  public enum Role {
    /// Reads everything, manages users, providers and models.
    ADMIN,
    MEMBER,
    /// Reads everything, changes nothing.
    AUDITOR;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Role ofWireName(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  public Actor {
    scopes = Set.copyOf(scopes);
  }

  /// An actor who may do all that the role allows.
  public Actor(UserId id, Role role) {
    this(id, role, Scope.FULL);
  }

  public boolean readsEverything() {
    return role != Role.MEMBER;
  }

  public boolean holds(Scope scope) {
    return scopes.stream().anyMatch(held -> held.covers(scope));
  }

  /// To be called by every method of a store that takes an actor, before it looks at anything.
  ///
  /// @throws StoreException.Forbidden if the credential was not granted this
  public void require(Scope scope) {
    if (!holds(scope)) {
      throw new StoreException.Forbidden(
          "This token lacks the scope %s.".formatted(scope.wireName()));
    }
  }
}
