package dev.baton.chat;

import java.util.Locale;

/// What people are told a chat is doing. The wire name is the constant in lower case.
public enum ChatStatus {
  WAITING,
  RUNNING,
  INTERRUPTING,
  REQUIRES_ACTION,
  ERROR;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ChatStatus ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /// Whether a chat of this status wants an owner.
  public boolean isRunnable() {
    return this == RUNNING || this == INTERRUPTING || this == REQUIRES_ACTION;
  }

  /// Whether a chat of this status that has an owner counts as running.
  public boolean holdsSlot() {
    return this == RUNNING || this == INTERRUPTING;
  }
}
