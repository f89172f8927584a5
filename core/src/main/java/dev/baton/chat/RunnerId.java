package dev.baton.chat;

import java.util.UUID;

/// Identity of one ownership of one chat. Fresh at each acquire, and so the fence that keeps the
/// previous owner out of every later commit.
public record RunnerId(UUID value) {

  public static RunnerId random() {
    return new RunnerId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
