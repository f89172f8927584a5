package dev.baton.store;

import dev.baton.chat.ChatStatus;
import java.time.Duration;
import java.util.Map;

/// How the deployment stands, for those who operate it.
///
/// @param chats by status; archived ones count as `waiting`, whose number is an estimate once there
///   are many
/// @param unowned chats that should run and that nobody runs
/// @param longestWait how long ago the first of those became runnable; zero if there is none
/// @param queued messages that wait for the end of a turn
public record Census(Map<ChatStatus, Long> chats, long unowned, Duration longestWait, long queued) {

  public Census {
    chats = Map.copyOf(chats);
  }
}
