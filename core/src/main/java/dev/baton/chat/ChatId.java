package dev.baton.chat;

import java.util.UUID;

/// Identity of a chat, for life.
public record ChatId(UUID value) {

  public static ChatId random() {
    return new ChatId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
