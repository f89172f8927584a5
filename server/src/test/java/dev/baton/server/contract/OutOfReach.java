package dev.baton.server.contract;

import java.util.Map;

/// What the contract describes and one replica of this version cannot show. Becomes shorter, never
/// longer.
public final class OutOfReach {

  /// Why, by what would be seen.
  private static final Map<String, String> REASONS =
      Map.of(
          "Chat.parent_chat_id", "chats begin no chats before there are sub-agents",
          "Chat.workspace_id", "there are no workspaces yet",
          "ErrorKind usage_limit", "nobody has a budget yet",
          "MessageRole system", "messages of the system are hidden",
          "ReasoningPart.title", "no provider that is spoken to names its reasoning");

  private OutOfReach() {}

  public static boolean covers(String sighting) {
    return REASONS.containsKey(sighting);
  }
}
