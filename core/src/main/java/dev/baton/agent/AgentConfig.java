package dev.baton.agent;

import java.time.Duration;

/// Limits of a turn.
///
/// @param maxSteps model answers in one turn
/// @param maxOwnerDeaths how many workers may die on a chat in a row, without a committed change of
///   its history, before it is ended with an error
/// @param toolDeadline how long a batch of tools may take
/// @param clientDeadline how long a client may take to answer its calls
public record AgentConfig(
    int maxSteps, int maxOwnerDeaths, Duration toolDeadline, Duration clientDeadline) {

  public static final AgentConfig DEFAULTS =
      new AgentConfig(1_200, 10, Duration.ofMinutes(15), Duration.ofMinutes(5));

  public AgentConfig {
    require(maxSteps > 0, "agent.max-steps must be positive, not " + maxSteps);
    require(maxOwnerDeaths > 0, "agent.max-owner-deaths must be positive, not " + maxOwnerDeaths);
    require(toolDeadline.isPositive(), "agent.tool-deadline must be positive, not " + toolDeadline);
    require(
        clientDeadline.isPositive(),
        "agent.client-deadline must be positive, not " + clientDeadline);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
