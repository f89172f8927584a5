package dev.baton.chat;

import java.util.UUID;

/// Identity of a user.
public record UserId(UUID value) {

  public static UserId random() {
    return new UserId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
