package dev.baton.store;

import dev.baton.chat.UserId;
import java.util.Locale;

/// On whose behalf something is read or changed.
public record Actor(UserId id, Role role) {

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

  public boolean readsEverything() {
    return role != Role.MEMBER;
  }
}
