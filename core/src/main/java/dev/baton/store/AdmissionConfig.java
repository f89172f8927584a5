package dev.baton.store;

/// How many chats may run at once. A chat runs while its owner works on it: not while it stands in
/// line, and not while it waits for its client. The chats of subagents ride on their parents'
/// slots: a parent that waits for a child that waits for a slot would wait for ever.
///
/// @param maxRunning in the whole deployment; 0 = as many as there are
/// @param maxRunningPerUser of each user; 0 = as many as there are
public record AdmissionConfig(int maxRunning, int maxRunningPerUser) {

  /// No caps: what a deployment can bear is a matter of its provider's limits and of who uses it,
  /// neither of which is known here. What a replica can bear is bounded by its slots.
  public static final AdmissionConfig DEFAULTS = new AdmissionConfig(0, 0);

  public AdmissionConfig {
    require("max-running", maxRunning);
    require("max-running-per-user", maxRunningPerUser);
  }

  public boolean isCapped() {
    return maxRunning > 0 || maxRunningPerUser > 0;
  }

  private static void require(String key, int cap) {
    if (cap < 0) {
      throw new IllegalArgumentException(
          "admission." + key + " must be 0 (no cap) or more, not " + cap);
    }
  }
}
