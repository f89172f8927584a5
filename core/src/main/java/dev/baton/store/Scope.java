package dev.baton.store;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// What a token may be used for, within what its user may do. Everything that has no scope of its
/// own, such as users, tokens, replicas and changes of models, takes [#ALL].
public enum Scope {
  /// Whatever the user may do, now and in later versions.
  ALL("all"),
  /// Whatever may be done with chats.
  CHAT_ALL("chat:*"),
  CHAT_CREATE("chat:create"),
  /// Reads and streams.
  CHAT_READ("chat:read"),
  /// Every change of a chat that is there, but for its end.
  CHAT_UPDATE("chat:update"),
  CHAT_DELETE("chat:delete"),
  /// Reads providers, models and the catalog.
  MODEL_READ("model:read");

  /// What nothing was taken away from.
  public static final Set<Scope> FULL = Set.of(ALL);

  private final String wireName;

  Scope(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /// Empty for a name that this version does not know.
  public static Optional<Scope> ofWireName(String name) {
    return Arrays.stream(values()).filter(scope -> scope.wireName.equals(name)).findFirst();
  }

  /// Whether who holds this scope holds the other one, too.
  public boolean covers(Scope other) {
    return switch (this) {
      case ALL -> true;
      case CHAT_ALL -> other.wireName.startsWith("chat:");
      default -> this == other;
    };
  }
}
