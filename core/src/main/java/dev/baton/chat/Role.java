package dev.baton.chat;

import java.util.Locale;

/// Who speaks in a message. The wire name is the constant in lower case.
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT,
  TOOL;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Role ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
